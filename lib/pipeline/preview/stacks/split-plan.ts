import { type ColumnPlan, loneColumns, type ModulePlan, publicationOf, type TablePlan } from "#lib/compiler";

/** A plan whose tables have only the columns that must stand side by side, and beside it the lone ones. */
export interface SplitPlan {
  /** What the stages of a run are given. Its tables keep all of their rules, so that ordinals mean the same. */
  readonly together: ModulePlan;
  /** Lone columns by table, in the document's order. */
  readonly lone: ReadonlyMap<string, readonly ColumnPlan[]>;
}

const leaves = (column: ColumnPlan): boolean => publicationOf(column).how !== "none";

/** A published table has a column that leaves, among those side by side too. */
function loneOf(plan: ModulePlan, table: TablePlan): readonly ColumnPlan[] {
  const lone = loneColumns(plan, table);
  if (!table.publish || table.columns.some((column) => leaves(column) && !lone.includes(column))) return lone;
  const kept = lone.find(leaves);
  return lone.filter((column) => column !== kept);
}

export function splitPlan(plan: ModulePlan): SplitPlan {
  const lone = new Map(plan.tables.map((table) => [table.name, loneOf(plan, table)]));
  const tables = plan.tables.map((table): TablePlan => {
    const apart = new Set(lone.get(table.name));
    return { ...table, columns: table.columns.filter((column) => !apart.has(column)) };
  });
  return { together: { ...plan, tables }, lone };
}
