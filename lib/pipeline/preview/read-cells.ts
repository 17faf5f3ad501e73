import { toText } from "#lib/compiler";
import type { ColumnType } from "#lib/contracts";
import type { Engine, Lane } from "#lib/engine";
import { type Sql, sql } from "#lib/sql";
import { type MergedStack, merged, rowsAmong, type Stack } from "./stacks/stack.ts";

/** A cell is shown up to here. */
const longestCell = 1000;

const longTypes: readonly string[] = ["string", "json", "binary"];

/** A value as it is shown. */
export const asText = (value: Sql, type: ColumnType): Sql => {
  const text = sql`${toText(value, type)}::varchar`;
  if (!longTypes.includes(type.name)) return text;
  return sql`case when length(${text}) > ${longestCell} then left(${text}, ${longestCell}) || '…' else ${text} end`;
};

/** Texts of columns by place, each in the order of the rows. */
export type Cells = ReadonlyMap<number, readonly (string | null)[]>;

const isList = (value: unknown): value is (string | null)[] =>
  Array.isArray(value) && value.every((cell) => cell === null || typeof cell === "string");

type Found = Map<number, (string | null)[]>;

/** A list that has other rows than those asked for would show its cells beside those of others. */
const misplaced = () => new TypeError("a stack has other rows than those asked for");

/** Of columns side by side, each row is one list. */
async function readLists(lane: Lane, stack: Stack, rows: readonly number[], found: Found): Promise<void> {
  if (!stack.lists) return;
  const places = [...stack.places.values()];
  const cells = places.map((place) => {
    const own: (string | null)[] = [];
    found.set(place, own);
    return own;
  });
  const [numbers = [], lists = []] = await lane.columns(
    sql`select "__row", to_json(list_transform(l, lambda v: ${asText(sql`v`, stack.type)}))::varchar
      from (${stack.lists(rowsAmong(rows))}) order by "__row"`,
  );
  if (numbers.length !== rows.length) throw misplaced();
  for (const [index, number] of numbers.entries()) {
    const list: unknown = JSON.parse(String(lists[index]));
    if (Number(number) !== rows[index] || !isList(list) || list.length !== places.length) throw misplaced();
    for (const [at, cell] of list.entries()) cells[at]?.push(cell);
  }
}

/** Of kept stacks, each column is one list. */
async function readColumns(
  lane: Lane,
  { select, type, places }: MergedStack,
  rows: readonly number[],
  found: Found,
): Promise<void> {
  const [numbers = [], lists = []] = await lane.columns(
    sql`select k, to_json(list(t order by "__row"))::varchar from (
      select k, "__row", ${asText(sql`v`, type)} as t from (${select(rowsAmong(rows))})) group by k`,
  );
  for (const [index, number] of numbers.entries()) {
    const place = places.get(Number(number));
    const list: unknown = JSON.parse(String(lists[index]));
    if (place === undefined || !isList(list) || list.length !== rows.length) throw misplaced();
    found.set(place, list);
  }
}

/** The cells of some rows, all of which the stacks have, by their numbers in order. */
export async function readCells(
  engine: Engine,
  stacks: readonly Stack[],
  rows: readonly number[],
): Promise<Cells> {
  const found: Found = new Map();
  if (rows.length === 0) return found;
  const beside = stacks.filter(({ lists }) => lists);
  const kept = merged(stacks.filter(({ lists }) => !lists));
  await engine.together([
    ...beside.map((stack) => (lane: Lane) => readLists(lane, stack, rows, found)),
    ...kept.map((stack) => (lane: Lane) => readColumns(lane, stack, rows, found)),
  ]);
  return found;
}
