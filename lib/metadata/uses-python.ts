import { findAnonymizer } from "#lib/anonymizers";
import { findNormalizer } from "#lib/column-rules";
import type { ModuleDocument, TableDocument } from "./document.ts";
import { applyPatterns } from "./pattern-rules.ts";

/** A stage of a table at which something written by a user runs. */
export type ScriptStage = "extract" | "transform" | "cleanse" | "anonymize";

/** The stages of a table that run something written in Python: a script of it, or a function of a column. Patterns are applied already. */
export function pythonStages({
  extraction,
  transformation,
  columns,
}: Pick<TableDocument, "extraction" | "transformation" | "columns">): readonly ScriptStage[] {
  const found: ScriptStage[] = [];
  if (extraction?.language === "python") found.push("extract");
  if (transformation?.language === "python") found.push("transform");
  if (columns.some(({ normalize = [] }) => normalize.some(({ rule }) => findNormalizer(rule)?.script)))
    found.push("cleanse");
  if (columns.some(({ anonymize }) => anonymize && findAnonymizer(anonymize.rule)?.script))
    found.push("anonymize");
  return found;
}

/** Whether anything of a module is written in Python: its upload script, a script of a table, or a function of a column. */
export const usesPython = (written: ModuleDocument): boolean =>
  written.upload?.script?.language === "python" ||
  applyPatterns(written).tables.some((table) => pythonStages(table).length > 0);
