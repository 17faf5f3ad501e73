import { stackColumns } from "#lib/compiler";
import type { ColumnType } from "#lib/contracts";
import { join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import { hashOf } from "../table-looks.ts";
import type { KeptStack } from "./stack-store.ts";

/** A condition on the number of a row. */
export type RowFilter = (row: Sql) => Sql;

/** These rows, in their order; rows without a gap need not be looked up. */
export function rowsAmong(numbers: readonly number[]): RowFilter {
  const [first = 0, last = -1] = [numbers[0], numbers.at(-1)];
  const isWhole = last - first + 1 === numbers.length;
  return (row) =>
    isWhole
      ? sql`${row} between ${first} and ${last}`
      : sql`${row} between ${first} and ${last} and ${row} in (${join(numbers.map(literal))})`;
}

/** Shown columns of one type on top of each other. */
export interface Stack {
  /** Cells `k`, `__row` and `v`, of all rows or some. */
  select(rows?: RowFilter): Sql;
  /** The cells of some rows as one list `l` a `__row`, in the order of the places: where they stand side by side. */
  lists?(rows: RowFilter): Sql;
  readonly type: ColumnType;
  /** Places among the shown columns, by `k`. */
  readonly places: ReadonlyMap<number, number>;
  /** Names its cells where they are kept: what is known of them then is too. */
  readonly mark?: string;
}

/** The shown columns of a kept stack; none of the others is taken out of it. */
export function keptStack(
  { table, type, mark, numbers }: KeptStack,
  placeOf: (number: number) => number | undefined,
): Stack | undefined {
  const places = new Map(
    numbers.flatMap((k) => {
      const place = placeOf(k);
      return place === undefined ? [] : [[k, place] as const];
    }),
  );
  if (places.size === 0) return undefined;
  const isAll = places.size === numbers.length;
  const own = isAll ? sql`true` : sql`k in (${join([...places.keys()].map(literal))})`;
  return {
    select: (rows) =>
      sql`select k, "__row", v from ${table} where ${own}${rows ? sql` and ${rows(name("__row"))}` : sql``}`,
    type,
    places,
    mark: isAll ? mark : hashOf([mark, [...places.keys()]]),
  };
}

/** A column of a relation whose columns stand side by side. */
export interface BesideColumn {
  readonly place: number;
  readonly value: Sql;
  readonly type: ColumnType;
}

/** Longer lists take the engine more time to unnest than their values. */
const unnestWidth = 128;

const chunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

/** Below those of kept stacks, so that both can be asked together. */
const numberAt = (place: number): number => -1 - place;

/** Stacks of columns that stand side by side in a relation, whose rows have their numbers in `row`. */
export function stacksOver(
  relation: Sql,
  row: Sql,
  columns: readonly BesideColumn[],
  mark?: string,
): readonly Stack[] {
  const groups = Map.groupBy(columns, ({ type }) => JSON.stringify(type));
  return [...groups].flatMap(([key, group]): Stack[] => {
    const [first] = group;
    if (!first) return [];
    const own = group.map(({ place, value }) => ({ k: numberAt(place), value }));
    return [
      {
        select: (rows) =>
          join(
            chunks(own, unnestWidth).map((some) =>
              stackColumns(some, rows ? sql`${relation} where ${rows(row)}` : relation, row),
            ),
            unsafeText(" union all "),
          ),
        lists: (rows) =>
          sql`select ${row} as "__row", [${join(own.map(({ value }) => value))}] as l from ${relation} where ${rows(row)}`,
        type: first.type,
        places: new Map(group.map(({ place }) => [numberAt(place), place])),
        ...(mark === undefined ? {} : { mark: hashOf([mark, key, group.map(({ place }) => place)]) }),
      },
    ];
  });
}

/** Stacks of one type, for a single statement; those of another type would change on top of them. */
export interface MergedStack extends Pick<Stack, "select" | "type" | "places"> {
  readonly members: readonly Stack[];
}

export function merged(stacks: readonly Stack[]): readonly MergedStack[] {
  const groups = Map.groupBy(stacks, ({ type }) => JSON.stringify(type));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [
      {
        select: (rows?: RowFilter) =>
          join(
            group.map((stack) => stack.select(rows)),
            unsafeText(" union all "),
          ),
        type: first.type,
        places: new Map(group.flatMap(({ places }) => [...places])),
        members: group,
      },
    ];
  });
}
