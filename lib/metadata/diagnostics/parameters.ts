import type { DeclaredParameter } from "#lib/contracts";
import { readParameter } from "#lib/schedules";
import { findParameters, type ScriptDialect, scriptDialects } from "#lib/sql";
import type { ModuleDocument, TableDocument } from "../document.ts";
import { nearest } from "../nearest.ts";
import { hint } from "./messages.ts";
import type { Report } from "./report.ts";

type Script = NonNullable<TableDocument["extraction"] | TableDocument["transformation"]>;

/** Names that a script takes for parameters: in every dialect it may be of, and in one of them at least. */
function namesIn(script: Script): {
  readonly sure: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
} {
  if (script.language === "python") {
    // A mapping is asked by names that only a run of the script would tell.
    const words = new Set(script.script.match(/\w+/g));
    return {
      sure: new Set(),
      possible: words.has("parameters") || script.script.includes("$") ? words : new Set(),
    };
  }
  // A transformation is in our engine's dialect; an extraction in its source's, which the document does not name.
  const dialects: readonly ScriptDialect[] = "source" in script ? scriptDialects : ["duckdb"];
  const found = dialects.map(
    (dialect) => new Set(findParameters(script.script, dialect).map(({ name }) => name)),
  );
  const possible = found.reduce((all, names) => all.union(names), new Set<string>());
  return { sure: found.reduce((all, names) => all.intersection(names), possible), possible };
}

function checkDeclared(declared: DeclaredParameter, report: Report): void {
  const { name, datatype, choices } = declared;
  if (datatype === "choice" && (choices ?? []).length === 0) report.add("parameter-choices", { name });
  if (declared.default === undefined) return;
  if (datatype === "choice" && (choices ?? []).length === 0) return;
  if (!readParameter(declared, declared.default).ok)
    report.at("default").add("parameter-default", { name, type: datatype });
}

/** What is wrong with a module's parameters, and with scripts that name them. */
export function checkParameters(document: ModuleDocument, report: Report): void {
  const declared = document.parameters ?? [];
  const names = declared.map(({ name }) => name);
  const seen = new Set<string>();
  const used = new Set<string>();
  for (const [index, table] of document.tables.entries()) {
    for (const role of ["extraction", "transformation"] as const) {
      const script = table[role];
      if (script === undefined) continue;
      const { sure, possible } = namesIn(script);
      for (const name of possible) used.add(name);
      const unknown = [...sure].find((name) => !names.includes(name));
      if (unknown === undefined) continue;
      report.at("tables", index, role, "script").add("parameter-unknown", {
        name: unknown,
        hint: hint(nearest(unknown, names)),
      });
    }
  }
  for (const [index, one] of declared.entries()) {
    const at = report.at("parameters", index);
    if (seen.has(one.name)) at.at("name").add("duplicate-name", { name: one.name });
    seen.add(one.name);
    checkDeclared(one, at);
    if (!used.has(one.name)) at.add("parameter-unused", { name: one.name });
  }
}
