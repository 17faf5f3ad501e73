import { flagOrdinals, flagWordBits, flagWords, type TablePlan, tableNames } from "#lib/compiler";
import type { PreviewRow } from "#lib/contracts";
import type { Engine, EngineValue, Lane } from "#lib/engine";
import { join, name, sql, unsafeText } from "#lib/sql";
import { violationMasks } from "./choose-rows.ts";
import { type Cells, readCells } from "./read-cells.ts";
import { fateOf, type ShownRow } from "./shown-rows.ts";
import { allEnded, alone } from "./side-by-side.ts";
import { marks } from "./stacks/make-stacked.ts";
import { type RowFilter, rowsAmong, type Stack } from "./stacks/stack.ts";
import type { CleansedStack } from "./stacks/stack-store.ts";
import type { Earlier } from "./stage-stacks.ts";

const ordinalsOf = (words: readonly EngineValue[], masks: readonly bigint[]): number[] =>
  words.flatMap((word, index) => {
    const bits = BigInt(String(word ?? 0)) & (masks[index] ?? 0n);
    if (bits === 0n) return [];
    return Array.from({ length: flagWordBits }, (_, bit) => bit).flatMap((bit) =>
      (bits >> BigInt(bit)) & 1n ? [index * flagWordBits + bit + 1] : [],
    );
  });

/** Ordinals of the rules that some rows violated, by row: of columns side by side, then of lone ones. */
async function violations(
  lane: Lane,
  together: TablePlan,
  stacks: readonly CleansedStack[],
  rows: RowFilter,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const found = new Map<number, number[]>();
  const add = (row: number, ordinals: readonly number[]) =>
    found.set(row, [...(found.get(row) ?? []), ...ordinals]);
  const words = Array.from({ length: flagWords(together) }, (_, word) => sql`, ${name(`__f${word}`)}`);
  const masks = violationMasks(together);
  const [numbers = [], ...flags] = await lane.columns(
    sql`select "__row"${join(words, unsafeText(""))} from ${tableNames.cleansed(together.name)} where ${rows(name("__row"))}`,
  );
  for (const [index, row] of numbers.entries())
    add(
      Number(row),
      ordinalsOf(
        flags.map((word) => word[index] ?? 0),
        masks,
      ),
    );
  if (stacks.length === 0) return found;
  const columns = new Map(stacks.flatMap((stack) => stack.columns.map(({ k, column }) => [k, column])));
  const [marked = [], ks = [], cellFlags = []] = await lane.columns(
    sql`select "__row", k, f from ${marks(together.name)} where (f >> 1) <> 0 and ${rows(name("__row"))}`,
  );
  for (const [index, row] of marked.entries()) {
    const column = columns.get(Number(ks[index]));
    const bits = BigInt(String(cellFlags[index]));
    const [, ...own] = column ? flagOrdinals(column) : [];
    add(
      Number(row),
      own.filter((_, at) => (bits >> BigInt(at + 1)) & 1n),
    );
  }
  return found;
}

export interface PageWork {
  readonly engine: Engine;
  readonly table: TablePlan;
  readonly together: TablePlan;
  readonly cleansed: readonly CleansedStack[];
  readonly rows: readonly ShownRow[];
  /** Which rows of the look they are, where these are not all. */
  readonly numbers: readonly number[] | undefined;
  readonly columns: number;
  readonly offset: number;
  readonly limit: number;
  readonly isCleansed: boolean;
  /** Where values that a stage left are, and whether rows that are gone have some. */
  readonly after: readonly Stack[];
  readonly isWhole: boolean;
  /** What there is to compare with, where it may be seen: what the source gave, or what a stage got. */
  readonly before: { readonly raw: readonly Stack[]; readonly earlier?: Earlier } | undefined;
}

/** Which of the rows have a place in a list of cells, and which. */
const placesOf = (rows: readonly ShownRow[]): ReadonlyMap<number, number> =>
  new Map(rows.map(({ row }, index) => [row, index]));

interface Column {
  at(place: number, row: number): string | null;
}

const cellsOf = (cells: Cells, rows: readonly ShownRow[]): Column => {
  const places = placesOf(rows);
  return { at: (place, row) => cells.get(place)?.[places.get(row) ?? -1] ?? null };
};

const numbersOf = (rows: readonly ShownRow[]): readonly number[] => rows.map(({ row }) => row);

async function read(engine: Engine, stacks: readonly Stack[], rows: readonly ShownRow[]): Promise<Column> {
  return cellsOf(await readCells(engine, stacks, numbersOf(rows)), rows);
}

/** The cells that the page's rows had before: of a row that was gone by then, what the source gave. */
async function readBefore(
  { engine, before }: PageWork,
  page: readonly ShownRow[],
  rows: RowFilter,
): Promise<Column | undefined> {
  if (!before) return undefined;
  const { raw, earlier } = before;
  if (!earlier) return read(engine, raw, page);
  const [numbers = []] = await alone(engine, (lane) =>
    lane.columns(sql`select "__row" from (${earlier.rows}) where ${rows(name("__row"))}`),
  );
  const there = new Set(numbers.map(Number));
  const [seen, given] = await allEnded([
    read(
      engine,
      earlier.stacks,
      page.filter(({ row }) => there.has(row)),
    ),
    read(
      engine,
      raw,
      page.filter(({ row }) => !there.has(row)),
    ),
  ]);
  return {
    at: (place, row) => (there.has(row) ? seen : given).at(place, row),
  };
}

/** The rows of a page, as they are sent. */
export async function readPage(work: PageWork): Promise<readonly PreviewRow[]> {
  const { engine, table, together, cleansed, columns, isCleansed } = work;
  const page = work.rows.slice(work.offset, work.offset + work.limit);
  if (page.length === 0) return [];
  const rows = rowsAmong(numbersOf(page));
  const kept = work.isWhole ? page : page.filter(({ reason }) => reason === 0);
  const [after, before, violated] = await allEnded([
    read(engine, work.after, kept),
    readBefore(work, page, rows),
    isCleansed
      ? alone(engine, (lane) => violations(lane, together, cleansed, rows))
      : new Map<number, number[]>(),
  ]);
  const places = Array.from({ length: columns }, (_, place) => place);
  return page.map(({ row, reason }): PreviewRow => {
    const own = places.map((place) => after.at(place, row));
    const changed = before
      ? places.flatMap((place): [number, string | null][] => {
          const value = before.at(place, row);
          return value === own[place] ? [] : [[place, value]];
        })
      : [];
    return {
      number: (work.numbers?.[row] ?? row) + 1,
      fate: fateOf(table, reason),
      ...(reason === 0 ? {} : { reason }),
      after: own,
      before: changed,
      violated: (violated.get(row) ?? []).toSorted((a, b) => a - b),
    };
  });
}
