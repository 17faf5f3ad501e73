import { and, join, name, or, type Sql, sql, unsafeText } from "#lib/sql";
import { rowHash } from "../cleanse/row-hash.ts";
import { cleansed, removed, transformed } from "../names.ts";
import type { TablePlan } from "../plan/module-plan.ts";

const keyColumns = (table: TablePlan): readonly string[] => table.primaryKey?.columns ?? [];
const prefixed = (alias: string, columns: readonly string[]): Sql =>
  join(columns.map((column) => name(alias, column)));

/** Rows that Cleanse accepted and nothing has removed since. */
export const remaining = (table: string, columns: Sql = unsafeText("*")): Sql =>
  sql`select ${columns} from ${cleansed(table)} where "__reason" = 0 and "__row" not in (select "__row" from ${removed(table)})`;

/** The table that collects what stages after the fused query remove: a row once, with its earliest reason. */
export const createRemoved = (table: string): Sql =>
  sql`create table if not exists ${removed(table)} ("__row" bigint, "__reason" usmallint, "__stage" varchar)`;

export const removeRows = (table: string, rows: Sql, ordinal: number, stage: string): Sql =>
  sql`insert into ${removed(table)} select "__row", ${ordinal}::usmallint, ${stage} from (${rows})`;

/** Rows without a whole key. */
export const rowsWithoutKey = (table: TablePlan): Sql =>
  sql`select "__row" from (${remaining(table.name)}) where ${or(keyColumns(table).map((column) => sql`${name(column)} is null`))}`;

/** How many rows share their values of `columns` with another one: zero proves them unique without a window. */
export function surplusRows(table: string, columns: readonly string[]): Sql {
  const key = columns.length === 1 ? name(columns[0] ?? "") : sql`row(${join(columns.map((c) => name(c)))})`;
  const present = and(columns.map((column) => sql`${name(column)} is not null`));
  return sql`select count(*) - count(distinct ${key}) from (${remaining(table)}) where ${present}`;
}

/** How the winner among rows of equal `columns` is found: by transformed columns, ties by a hash of the row, nulls last. */
export interface Contest {
  readonly table: string;
  readonly columns: readonly string[];
  readonly order: readonly string[];
  readonly winner: "first" | "last";
  /** All transformed columns, for the hash. */
  readonly transformedColumns: readonly string[];
}

const onKey = (a: string, b: string, columns: readonly string[]): Sql =>
  and(columns.map((column) => sql`${name(a, column)} = ${name(b, column)}`));

const repeated = (table: string, columns: readonly string[]): Sql => {
  const key = join(columns.map((column) => name(column)));
  return sql`select ${key} from (${remaining(table)}) group by ${key} having count(*) > 1`;
};

/** All rows whose values of `columns` occur more than once. */
export const rowsOfRepeated = (table: string, columns: readonly string[]): Sql =>
  sql`select s."__row" from (${remaining(table)}) s join (${repeated(table, columns)}) d on ${onKey("s", "d", columns)}`;

/**
 * The rows of a query (`__row`, the contest's columns, and `extra`) with `__place`, 1 for the winner of each key. Only rows that
 * the order leaves tied are hashed: it is the one thing here that reads whole rows of the table.
 */
function placed(contest: Contest, rows: Sql, extra: readonly string[] = []): Sql {
  const { table, columns } = contest;
  const own = join(
    [...columns, ...extra].map((column) => sql`, ${name("r", column)}`),
    unsafeText(""),
  );
  const orders = contest.order.map((_, index) => name(`__o${index}`));
  const ordered = contest.order.map((column, index) => sql`, ${name("t", column)} as ${name(`__o${index}`)}`);
  const key = join(columns.map((column) => name(column)));
  const direction = unsafeText(contest.winner === "last" ? "desc nulls last" : "asc nulls last");
  const order = join([...orders.map((column) => sql`${column} ${direction}`), sql`"__h"`]);
  return sql`with contenders as materialized (
    select r."__row"${own}${join(ordered, unsafeText(""))} from (${rows}) r join ${transformed(table)} t on t.rowid = r."__row"
  ), tied as materialized (
    select "__row" from (select "__row", count(*) over (partition by ${join([key, ...orders])}) as "__n" from contenders) where "__n" > 1
  ), hashes as materialized (
    select t.rowid as "__row", ${rowHash("t", contest.transformedColumns)} as "__h"
    from ${transformed(table)} t semi join tied on tied."__row" = t.rowid
  ) select *, row_number() over (partition by ${key} order by ${order}) as "__place"
    from contenders left join hashes using ("__row")`;
}

/** The rows of repeated values that do not win. */
export function losingRows(contest: Contest): Sql {
  const { table, columns } = contest;
  const rows = sql`select s."__row", ${prefixed("s", columns)} from (${remaining(table)}) s
    semi join (${repeated(table, columns)}) d on ${onKey("s", "d", columns)}`;
  return sql`select "__row" from (${placed(contest, rows)}) where "__place" > 1`;
}

/** How many keys were won by a row only because a better one had been rejected by Cleanse. */
export function olderWinners(contest: Contest): Sql {
  const { table, columns } = contest;
  const key = join(columns.map((column) => name(column)));
  const own = sql`"__row", "__reason", ${key}`;
  const filled = and(columns.map((column) => sql`${name(column)} is not null`));
  const contested = sql`with rejected as materialized (
      select ${own} from ${cleansed(table)} where "__reason" <> 0 and ${filled}
    ), surviving as materialized (
      select ${own} from (${remaining(table, own)}) s semi join rejected r on ${onKey("s", "r", columns)}
    ) select * from surviving union all select * from rejected r semi join surviving s on ${onKey("r", "s", columns)}`;
  return sql`select count(*) from (
      select "__reason", "__place", bool_or("__reason" = 0) over (partition by ${key}) as won
      from (${placed(contest, contested, ["__reason"])})
    ) where "__place" = 1 and won and "__reason" <> 0`;
}
