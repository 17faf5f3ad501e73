import {
  applyCuts,
  createCuts,
  createRowCuts,
  cutPopulation,
  cutTables,
  hierarchyLevels,
  type SearchedColumn,
  selectLevelRows,
  type TablePlan,
} from "#lib/compiler";
import type { SearchMethod } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import {
  findPartition,
  type GeneralizationRequest,
  type Partition,
  type PartitionResult,
} from "#lib/privacy";
import type { RunContext } from "./run-context.ts";

type CutMethod = Exclude<SearchMethod, "optimal">;
const cutsOf = { multidimensional: "strict", "multidimensional-relaxed": "relaxed" } as const;

/** A table whose classes have levels of their own. */
export interface CutClasses {
  readonly method: CutMethod;
  readonly metric: string;
  readonly columns: readonly SearchedColumn[];
  readonly found: Extract<PartitionResult, { outcome: "found" }>;
}

const openParent: Text = {
  en: "Levels of another table cannot be chosen class by class; give them, or that table a privacy model",
  ru: "Уровни другой таблицы нельзя выбирать отдельно для каждого класса; задайте их или дайте той таблице модель приватности",
};

/** Searches levels for every class and writes the labels; answers why not where it cannot. */
export async function cutClasses(
  context: RunContext,
  table: TablePlan,
  columns: readonly SearchedColumn[],
  use: { readonly search: GeneralizationRequest; readonly method: CutMethod; readonly metric: string },
): Promise<CutClasses | { readonly reason: Text }> {
  if (columns.some(({ hierarchy, table: owner }) => hierarchy && owner !== table.name))
    return { reason: openParent };
  const found = findPartition({ ...use.search, cuts: cutsOf[use.method] });
  if (found.outcome !== "found") return { reason: found.reason };
  await write(context, table, columns, found.best);
  return { method: use.method, metric: use.metric, columns, found };
}

/** Numbers go into the engine, one per combination and one per class and column; labels are looked up there. */
async function write(
  { engine }: RunContext,
  table: TablePlan,
  columns: readonly SearchedColumn[],
  { classOf, levels }: Partition,
): Promise<void> {
  const tables = cutTables(table.name);
  const ids = Float64Array.from(classOf, (_, id) => id);
  // Suppressed combinations share a class behind the kept ones, at the top, where suppression finds them.
  const own = Float64Array.from(classOf, (one) => (one < 0 ? levels.length : one));
  await engine.writeNumbers(tables.members, ["id", "class"], [ids, own]);
  const top = columns.map(({ hierarchy }) => (hierarchy ? hierarchyLevels(hierarchy) - 1 : 0));
  const all = [...levels, top];
  await engine.writeNumbers(
    tables.classes,
    ["class", ...columns.map((_, at) => `l${at}`)],
    [
      Float64Array.from(all, (_, one) => one),
      ...columns.map((_, at) => Float64Array.from(all, (one) => one[at] ?? 0)),
    ],
  );
  await engine.execute(createCuts(table, columns, levels.length));
  await engine.execute(createRowCuts(table, columns));
  for (const statement of applyCuts(table, columns)) await engine.execute(statement);
}

/** Counts a table's population under the labels of its classes. */
export async function recountPopulation(
  { engine }: RunContext,
  table: TablePlan,
  { columns }: CutClasses,
): Promise<void> {
  if (table.population === undefined) return;
  for (const statement of cutPopulation(table, columns)) await engine.execute(statement);
}

/** Rows that are published at each level, by column and level. */
export async function levelRows(
  { engine }: RunContext,
  table: TablePlan,
  { columns }: CutClasses,
): Promise<readonly ReadonlyMap<number, number>[]> {
  const counted = await engine.rows(selectLevelRows(table, columns));
  return columns.map(
    (_, at) =>
      new Map(
        counted.flatMap(({ column, level, rows }) =>
          Number(column) === at ? [[Number(level), Number(rows)] as const] : [],
        ),
      ),
  );
}
