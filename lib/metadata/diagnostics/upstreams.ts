import type { Upstreams } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { moduleSources } from "../declared-sources.ts";
import type { ColumnDocument, ModuleDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import { isWeaker, type Origins } from "../inherit/origins.ts";
import type { Report } from "./report.ts";

export const classNames: Readonly<Record<NonNullable<ColumnDocument["privacyClass"]>, Text>> = {
  "direct-identifier": { en: "a direct identifier", ru: "прямой идентификатор" },
  "quasi-identifier": { en: "a quasi-identifier", ru: "квазиидентификатор" },
  sensitive: { en: "sensitive", ru: "чувствительные данные" },
  insensitive: { en: "insensitive", ru: "нечувствительные данные" },
};

/** A circle of modules is broken by a version that is there already: by its number, never by whatever is newest. */
export function checkUpstreams(
  document: ModuleDocument,
  upstreams: Upstreams | undefined,
  report: Report,
): void {
  const places = moduleSources(document).map((source) => {
    const declared = document.sources.findIndex(({ name }) => name === source.name);
    const user = document.tables.findIndex(({ extraction }) => extraction?.source === source.name);
    const at =
      declared >= 0
        ? report.at("sources", declared, "ref")
        : report.at("tables", user, "extraction", "source");
    return { source, at };
  });
  for (const { source, at } of places) {
    const version = upstreams?.get(source.name);
    if (upstreams && !version)
      at.add("module-version-missing", { module: source.module, number: source.number });
    const isCircle =
      source.number === "latest" &&
      (source.module === document.name || (version?.follows.includes(document.name) ?? false));
    if (isCircle) at.add("module-circle", { module: source.module });
    if (version?.withdrawn !== undefined)
      at.add("module-withdrawn", {
        version: `${version.module}@${version.number}`,
        reason: version.withdrawn,
      });
  }
}

/** A class that a column brings along from a module's version cannot be declared weaker. */
export function checkInherited(document: ModuleDocument, origins: Origins, report: Report): void {
  for (const [index, table] of document.tables.entries()) {
    for (const [position, column] of table.columns.entries()) {
      const inherited = origins.of(table, column);
      const { privacyClass } = effectiveColumn(document, table, column);
      if (!inherited || !privacyClass || !isWeaker(privacyClass, inherited.privacyClass)) continue;
      const at = report.at("tables", index, "columns", position);
      const { origin } = inherited;
      (column.privacyClass ? at.at("privacyClass") : at).add("class-weaker-than-source", {
        column: column.name,
        class: classNames[privacyClass],
        inherited: classNames[inherited.privacyClass],
        origin: origin ? `${origin.module}@${origin.number} ${origin.table}.${origin.column}` : "module:",
      });
    }
  }
}
