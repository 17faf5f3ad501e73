import type { ValueBounds } from "#lib/anonymizers";
import { type Constraint, findCheck, findNullStrategy } from "#lib/column-rules";
import type { ColumnType } from "#lib/contracts";
import { type ColumnDocument, enabledSteps } from "../document.ts";

/** After these, no value that violates is left; a warning leaves it, and a constant need not pass the check. */
const lasting: ReadonlySet<string> = new Set(["reject", "fail", "null", "clamp"]);

/** What the checks of a column promise of every value that its rule will see. */
export function valueBounds(column: ColumnDocument, type: ColumnType): ValueBounds {
  const fill = findNullStrategy(column.nulls?.rule ?? "keep")?.fill;
  // A constant is written in after the checks.
  if (fill === "row" || column.onCastFailure === "default") return {};
  let found: Constraint = {};
  for (const use of enabledSteps(column.checks)) {
    const definition = findCheck(use.rule);
    if (definition?.scope !== "row" || !definition.constraint) continue;
    if (use.onViolation === "default") return {};
    const parsed = definition.params.safeParse(use.with ?? {});
    if (parsed.success && lasting.has(use.onViolation))
      found = { ...found, ...definition.constraint(parsed.data, type) };
  }
  return found;
}
