import { join, name, type Sql, sql } from "#lib/sql";
import { remainingAnonymized } from "../anonymize/compile-published.ts";
import { publishedColumns } from "../anonymize/published-column.ts";
import { surviving } from "../names.ts";
import type { TablePlan } from "../plan/module-plan.ts";

/** Rows in which cleansed and published values are compared: enough for two digits, and for telling what a column holds. */
const sampledRows = 20_000;

/** Some of the rows that are published, cleansed beside published: what reports look at instead of the whole table. */
export const rowSample = (table: string): Sql => name("work", `sample ${table}`);

/** A column of the sample as it was cleansed. */
export const sampledCleansed = (table: TablePlan, column: string): Sql =>
  name(`s${table.columns.findIndex((one) => one.name === column)}`);

/** A column of the sample as it is published. */
export const sampledPublished = (table: TablePlan, column: string): Sql =>
  name(`p${publishedColumns(table).findIndex((one) => one.column.name === column)}`);

/**
 * About as many rows as wanted, chosen by a hash of the key or of all they have, so that the choice repeats. `rows` is how
 * many rows there are.
 */
export function createRowSample(table: TablePlan, rows: number): Sql {
  const names = table.columns.map((column) => column.name);
  const key = table.primaryKey?.columns ?? [];
  const chosen = key.length > 0 && key.every((column) => names.includes(column)) ? key : names;
  const share = Math.max(1, Math.floor(rows / sampledRows));
  const cleansed = names.map((column) => sql`${name("s", column)} as ${sampledCleansed(table, column)}`);
  const published = publishedColumns(table).map(
    ({ column }) => sql`${name("a", column.name)} as ${sampledPublished(table, column.name)}`,
  );
  return sql`create or replace table ${rowSample(table.name)} as select ${join([...cleansed, ...published])}
    from ${surviving(table.name)} s join (${remainingAnonymized(table.name)}) a on a."__row" = s."__row"
    where hash(${join(chosen.map((column) => name("s", column)))}) % ${share} = 0`;
}

export const dropRowSample = (table: string): Sql => sql`drop table if exists ${rowSample(table)}`;
