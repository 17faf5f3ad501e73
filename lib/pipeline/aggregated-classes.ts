import {
  countCombinations,
  createCombinations,
  createValues,
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
import {
  type AggregatedClasses,
  type ClassColumn,
  type Counts,
  codePlaces,
  codesFor,
  type HierarchyLevel,
  type Persons,
  type SensitiveColumn,
} from "#lib/privacy";

type Places = ReturnType<typeof codePlaces>;

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
  places: Places,
  combinations: number,
): Promise<Persons> {
  const [ids = none, members = none] = await engine.numbers(selectMembers(table, places));
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
  places: Places,
  name: string,
  combinations: number,
): Promise<SensitiveColumn> {
  const [ids = none, codes = none, counts = none] = await engine.numbers(
    selectSensitive(table, places, name),
  );
  return {
    name,
    values: greatest(codes) + 1,
    offsets: offsetsOf(ids, combinations),
    codes: Int32Array.from(codes),
    counts,
  };
}

/** Rows, population and codes of each combination, taken apart as they come: there may be millions. */
async function combinationsOf(
  engine: Engine,
  table: TablePlan,
  places: Places,
  domains: readonly number[],
): Promise<Pick<AggregatedClasses, "rows"> & { population: Float64Array; codes: ClassColumn["codes"][] }> {
  const count = await engine.count(countCombinations(table));
  let rows: Counts = new Uint32Array(count);
  const population = table.population === undefined ? none : new Float64Array(count);
  const codes = domains.map((domain) => codesFor(domain, count));
  const inWord = Array.from({ length: Math.max(0, ...places.map(({ word }) => word + 1)) }, (_, at) =>
    places.flatMap(({ word, shift, mask }, column) =>
      word === at ? [{ shift, mask, codes: codes[column] ?? none }] : [],
    ),
  );
  await engine.eachNumber(selectCombinations(table, places), (column, row, value) => {
    if (column === 0) {
      if (value >= 2 ** 32 && rows instanceof Uint32Array) rows = Float64Array.from(rows);
      rows[row] = value;
    } else if (column === 1) population[row] = value;
    else
      for (const { shift, mask, codes: own } of inWord[column - 2] ?? []) own[row] = (value >>> shift) & mask;
  });
  return { rows, population, codes };
}

/** Groups a table's rows in the engine and reads the combinations, dictionary-encoded: what the search for levels works on. */
export async function aggregatedClasses(
  engine: Engine,
  table: TablePlan,
  columns: readonly SearchedColumn[],
  { persons }: { readonly persons: boolean },
): Promise<AggregatedClasses> {
  const levels: (readonly HierarchyLevel[])[] = [];
  for (const [index, column] of columns.entries()) {
    await engine.execute(createValues(table, columns, index));
    levels.push(await levelsOf(engine, table, column, index));
  }
  const domains = levels.map(([original]) => original?.labels.length ?? 0);
  const places = codePlaces(domains);
  for (const statement of createCombinations(table, places)) await engine.execute(statement);
  const { rows, population, codes } = await combinationsOf(engine, table, places, domains);
  const sensitive: SensitiveColumn[] = [];
  for (const name of new Set(table.models.flatMap((model) => modelColumn(model) ?? [])))
    sensitive.push(await sensitiveOf(engine, table, places, name, rows.length));
  const counted = persons ? await personsOf(engine, table, places, rows.length) : undefined;
  await engine.rest();
  return {
    columns: columns.map(({ table: owner, column, hierarchy }, at): ClassColumn => {
      const weight = hierarchy?.weight;
      return {
        name: `${owner}.${column}`,
        codes: codes[at] ?? new Int32Array(),
        levels: levels[at] ?? [],
        ...(weight === undefined ? {} : { weight }),
      };
    }),
    rows,
    ...(counted ? { persons: counted } : {}),
    ...(sensitive.length > 0 ? { sensitive } : {}),
    ...(table.population === undefined ? {} : { population }),
  };
}
