import type { Diagnostic } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { ModuleDocument } from "../document.ts";
import { type Drift, type SeenSource, sourceDrift } from "../drift/source-drift.ts";
import { type DiagnosticCode, diagnostic, type MessageParams } from "./messages.ts";
import type { Report } from "./report.ts";

const none: Text = { en: "", ru: "" };

/** The message of a difference, and what it names. */
function messageOf(drift: Drift): { readonly code: DiagnosticCode; readonly params: MessageParams } {
  const { at } = drift;
  switch (drift.kind) {
    case "table-missing": {
      const { renamed } = drift;
      const hint: Text = renamed
        ? {
            en: ` A new table, ${renamed}, has its columns.`,
            ru: ` Такие столбцы есть у новой таблицы ${renamed}.`,
          }
        : none;
      return { code: "drift-table-missing", params: { at, hint } };
    }
    case "column-missing":
      return { code: "drift-column-missing", params: { at, column: drift.column } };
    case "type-changed": {
      const { column, was, now, casts, fits } = drift;
      const cast: Text = casts
        ? { en: `; the document casts ${casts}`, ru: `; документ приводит к ${casts}` }
        : none;
      return {
        code: fits ? "drift-type-changed" : "drift-type-unfit",
        params: { at, column, was, now, cast },
      };
    }
    case "column-new":
      return { code: "drift-column-new", params: { at, columns: drift.columns.join(", ") } };
    case "key-lost":
      return { code: "drift-key-lost", params: { at, columns: drift.columns.join(", ") } };
  }
}

/** What sources had not, when they were last looked at, of what a document expects of them: each at its place. */
export function checkDrift(
  document: ModuleDocument,
  seen: ReadonlyMap<string, SeenSource>,
  report: Report,
): void {
  for (const [source, known] of seen)
    for (const drift of sourceDrift(document, source, known)) {
      const { code, params } = messageOf(drift);
      report.at(...drift.path).add(code, params);
    }
}

/** The same of one source, each with the table it concerns. */
export function driftOf(
  document: ModuleDocument,
  source: string,
  seen: SeenSource,
): readonly (Diagnostic & { readonly table: string })[] {
  return sourceDrift(document, source, seen).map((drift) => {
    const { code, params } = messageOf(drift);
    return { ...diagnostic(code, drift.path, params), table: drift.table };
  });
}
