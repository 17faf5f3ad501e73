import { findTableCheck } from "#lib/column-rules";
import { type ModulePlan, parameters, planModule, type TablePlan } from "#lib/compiler";
import type { ModuleDocument } from "#lib/metadata";

/** Where a check looks for a table's values, if it looks at another table. */
function target(check: TablePlan["checks"][number]): string | undefined {
  const definition = findTableCheck(check.use.rule);
  return definition?.scope === "reference"
    ? definition.target(parameters(definition, check.use)).table
    : undefined;
}

/**
 * The plan of a run, of the tables that are needed. A table that was not read to its end lacks rows for no fault of those
 * that name them: nothing is called an orphan for want of one.
 */
export function samplePlan(
  document: ModuleDocument,
  needed: ReadonlySet<string>,
  isComplete: (table: string) => boolean,
): ModulePlan {
  const plan = planModule(document);
  return {
    ...plan,
    tables: plan.tables
      .filter(({ name }) => needed.has(name))
      .map((table) => ({
        ...table,
        foreignKeys: table.foreignKeys
          .filter(({ parent }) => needed.has(parent))
          .map((key) => (isComplete(key.parent) ? key : { ...key, onOrphan: "keep" as const })),
        checks: table.checks.filter((check) => {
          const other = target(check);
          return other === undefined || (needed.has(other) && isComplete(other));
        }),
      })),
  };
}
