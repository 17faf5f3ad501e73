import {
  type SearchedColumn,
  selectCombinations,
  selectLabels,
  selectMembers,
  selectSensitive,
  selectShares,
  type TablePlan,
} from "#lib/compiler";
import type { Engine } from "#lib/engine";
import { modelColumn } from "#lib/metadata";
import type { AggregatedClasses, ClassColumn, HierarchyLevel, Persons, SensitiveColumn } from "#lib/privacy";

const none = new Float64Array();

/** Where the pairs of each combination begin, from pairs that rise by combination. */
function offsetsOf(ids: Float64Array, combinations: number): Int32Array {
  const offsets = new Int32Array(combinations + 1);
  for (const id of ids) offsets[id + 1] = (offsets[id + 1] ?? 0) + 1;
  for (let at = 1; at < offsets.length; at++) offsets[at] = (offsets[at] ?? 0) + (offsets[at - 1] ?? 0);
  return offsets;
}

const greatest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), -1);

async function levelsOf(
  engine: Engine,
  table: TablePlan,
  column: SearchedColumn,
  index: number,
): Promise<readonly HierarchyLevel[]> {
  const labels = await engine.numbers(selectLabels(table, column, index));
  const levels: HierarchyLevel[] = [];
  for (const [level, numbers] of labels.entries()) {
    const [share = none] = await engine.numbers(selectShares(table, column, index, level));
    levels.push({ labels: Int32Array.from(numbers), share });
  }
  return levels;
}

/** Persons by combination: a person may have rows in many of them. */
async function personsOf(
  engine: Engine,
  table: TablePlan,
  columns: readonly SearchedColumn[],
  combinations: number,
): Promise<Persons> {
  const [ids = none, members = none] = await engine.numbers(selectMembers(table, columns));
  return {
    kind: "lists",
    offsets: offsetsOf(ids, combinations),
    members: Int32Array.from(members),
    persons: greatest(members) + 1,
  };
}

async function sensitiveOf(
  engine: Engine,
  table: TablePlan,
  columns: readonly SearchedColumn[],
  name: string,
  combinations: number,
): Promise<SensitiveColumn> {
  const [ids = none, codes = none, counts = none] = await engine.numbers(
    selectSensitive(table, columns, name),
  );
  return {
    name,
    values: greatest(codes) + 1,
    offsets: offsetsOf(ids, combinations),
    codes: Int32Array.from(codes),
    counts,
  };
}

/** Reads a table's combinations from the engine, dictionary-encoded: what the search for levels works on. */
export async function aggregatedClasses(
  engine: Engine,
  table: TablePlan,
  columns: readonly SearchedColumn[],
  { persons }: { readonly persons: boolean },
): Promise<AggregatedClasses> {
  const [rows = none, population = none, ...codes] = await engine.numbers(selectCombinations(table, columns));
  const made: ClassColumn[] = [];
  for (const [index, column] of columns.entries()) {
    const weight = column.hierarchy?.weight;
    made.push({
      name: `${column.table}.${column.column}`,
      codes: Int32Array.from(codes[index] ?? none),
      levels: await levelsOf(engine, table, column, index),
      ...(weight === undefined ? {} : { weight }),
    });
  }
  const sensitive: SensitiveColumn[] = [];
  for (const name of new Set(table.models.flatMap((model) => modelColumn(model) ?? [])))
    sensitive.push(await sensitiveOf(engine, table, columns, name, rows.length));
  return {
    columns: made,
    rows,
    ...(persons ? { persons: await personsOf(engine, table, columns, rows.length) } : {}),
    ...(sensitive.length > 0 ? { sensitive } : {}),
    ...(table.population === undefined ? {} : { population }),
  };
}
