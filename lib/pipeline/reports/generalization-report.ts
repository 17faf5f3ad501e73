import { hierarchyLevels, type SearchedColumn, type TablePlan } from "#lib/compiler";
import type { GeneralizationReport } from "#lib/contracts";
import { levelRows } from "../cut-classes.ts";
import type { Chosen } from "../generalize.ts";
import type { RunContext } from "../run-context.ts";
import { coarse, defaultLeast } from "./coarse-count.ts";

type ColumnReport = GeneralizationReport["columns"][number];

const columnKey = ({ table, column }: { readonly table: string; readonly column: string }): string =>
  JSON.stringify([table, column]);

/** The columns whose levels were chosen, each with what that cost and what `of` knows of its levels. */
const searched = (
  { columns, found }: Chosen,
  of: (column: SearchedColumn, index: number) => Pick<ColumnReport, "level" | "distribution">,
): ColumnReport[] =>
  columns.flatMap((column, index) => {
    if (!column.hierarchy) return [];
    const loss = found.best.lossByColumn?.[index];
    return [
      {
        table: column.table,
        column: column.column,
        hierarchy: column.hierarchy.name,
        levels: hierarchyLevels(column.hierarchy),
        ...of(column, index),
        ...(loss === undefined ? {} : { loss }),
      },
    ];
  });

/** Rows at each level, the finest first; few rows are told as fewer than k. */
function distributionOf(
  rows: ReadonlyMap<number, number>,
  least: number,
): Pick<ColumnReport, "level" | "distribution"> {
  const levels = [...rows].toSorted(([a], [b]) => a - b);
  const all = levels.reduce((sum, [, count]) => sum + count, 0);
  const mean = levels.reduce((sum, [level, count]) => sum + level * count, 0) / Math.max(1, all);
  return {
    // Two digits: the mean of many rows tells no single one.
    level: Math.round(mean * 100) / 100,
    distribution: levels.map(([level, count]) => ({ level, rows: coarse(count, least) })),
  };
}

/** What the search for levels answered, as far as it concerns people. */
export async function generalizationReport(
  context: RunContext,
  table: TablePlan,
  chosen: Chosen,
): Promise<GeneralizationReport> {
  const { method, metric, found } = chosen;
  const base = {
    method,
    metric,
    score: found.best.score,
    ...(found.reason ? { reason: found.reason } : {}),
  };
  if (chosen.method === "optimal") {
    const { best, optimal, nodesChecked, lattice } = chosen.found;
    const columns = searched(chosen, (_, index) => ({ level: best.levels[index] ?? 0 }));
    return { ...base, optimal, nodesChecked, lattice, columns };
  }
  const rows = await levelRows(context, table, chosen);
  const least = table.kAnonymity ?? defaultLeast;
  return {
    ...base,
    optimal: chosen.found.complete,
    classes: chosen.found.best.classes,
    columns: searched(chosen, (_, index) => distributionOf(rows[index] ?? new Map(), least)),
  };
}

/** Losses of the columns whose level was chosen, by table and column. */
export const lossesOf = (chosen: ReadonlyMap<string, Chosen>): ReadonlyMap<string, number> =>
  new Map(
    [...chosen.values()].flatMap((one) =>
      searched(one, () => ({ level: 0 })).flatMap((column) =>
        column.loss === undefined ? [] : [[columnKey(column), column.loss] as const],
      ),
    ),
  );
