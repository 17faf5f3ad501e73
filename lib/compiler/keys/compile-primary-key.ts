import { and, join, name, or, type Sql, sql, unsafeText } from "#lib/sql";
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

/** A row as text that does not depend on where it stood: the last resort when an order has ties. */
const rowHash = (alias: string, columns: readonly string[]): Sql =>
  sql`sha256(to_json(struct_pack(${join(
    columns.map((column, index) => sql`${unsafeText(`c${index}`)} := ${name(alias, column)}::varchar`),
  )}))::varchar)`;

/** How the winner among rows of equal `columns` is found: by transformed columns, ties by a hash of the row, nulls last. */
export interface Contest {
  readonly table: string;
  readonly columns: readonly string[];
  readonly order: readonly string[];
  readonly winner: "first" | "last";
  /** All transformed columns, for the hash. */
  readonly transformedColumns: readonly string[];
}

function orderBy(contest: Contest, alias: string): Sql {
  const direction = unsafeText(contest.winner === "last" ? "desc nulls last" : "asc nulls last");
  return join([
    ...contest.order.map((column) => sql`${name(alias, column)} ${direction}`),
    rowHash(alias, contest.transformedColumns),
  ]);
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

/** The rows of repeated values that do not win. */
export function losingRows(contest: Contest): Sql {
  const { table, columns } = contest;
  return sql`select "__row" from (
    select s."__row", row_number() over (partition by ${prefixed("s", columns)} order by ${orderBy(contest, "t")}) as place
    from (${remaining(table)}) s
    join (${repeated(table, columns)}) d on ${onKey("s", "d", columns)}
    join ${transformed(table)} t on t.rowid = s."__row"
  ) where place > 1`;
}

/** How many keys were won by a row only because a better one had been rejected by Cleanse. */
export function olderWinners(contest: Contest): Sql {
  const { table, columns } = contest;
  const key = prefixed("c", columns);
  const filled = and(columns.map((column) => sql`${name("s", column)} is not null`));
  return sql`with rejected as (
      select s.* from ${cleansed(table)} s where "__reason" <> 0 and ${filled}
    ), surviving as materialized (
      select s.* from (${remaining(table)}) s semi join rejected r on ${onKey("s", "r", columns)}
    ), contested as (
      select * from surviving union all select r.* from rejected r semi join surviving s on ${onKey("r", "s", columns)}
    ), placed as (
      select c."__reason", row_number() over (partition by ${key} order by ${orderBy(contest, "t")}) as place,
        bool_or(c."__reason" = 0) over (partition by ${key}) as won
      from contested c join ${transformed(table)} t on t.rowid = c."__row"
    ) select count(*) from placed where place = 1 and won and "__reason" <> 0`;
}
