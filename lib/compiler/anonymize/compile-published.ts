import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { anonymized, nulledKeys, published, removedSince } from "../names.ts";
import type { TablePlan } from "../plan/module-plan.ts";
import { publishedColumns } from "./published-column.ts";

/** Anonymized rows that nothing removed since, with their row ids. */
export const remainingAnonymized = (table: string): Sql =>
  sql`select * from ${anonymized(table)} where "__row" not in ${removedSince(table)}`;

/** Rows that leave with their row ids: published columns only, keys of rows that lost their parent meanwhile set to null. */
export function selectLeaving(table: TablePlan): Sql {
  const columns = leavingColumns(table);
  return sql`select ${join([name("__row"), ...columns])} from (${remainingAnonymized(table.name)})`;
}

function leavingColumns(table: TablePlan): readonly Sql[] {
  return publishedColumns(table).map(({ column }) => {
    const nullings = table.foreignKeys.flatMap((foreignKey, index) =>
      foreignKey.onOrphan === "null" && foreignKey.columns.includes(column.name)
        ? [sql`"__row" in (select "__row" from ${nulledKeys(table.name, index)})`]
        : [],
    );
    if (nullings.length === 0) return name(column.name);
    return sql`case when ${join(nullings, unsafeText(" or "))} then null else ${name(column.name)} end as ${name(column.name)}`;
  });
}

/** The view of what leaves, without the engine's columns. */
export const createPublished = (table: TablePlan): Sql =>
  sql`create or replace view ${published(table.name)} as select ${join(leavingColumns(table))} from (${remainingAnonymized(table.name)})`;

/** The same with rows that were published before. */
export const createPublishedWith = (table: TablePlan, carried: Sql): Sql =>
  sql`create or replace view ${published(table.name)} as select ${join(leavingColumns(table))} from (${remainingAnonymized(table.name)}) union all select ${join(publishedColumns(table).map(({ column }) => name(column.name)))} from ${carried}`;

/** Published rows in their published order: by primary key, else by all columns. */
export function selectPublished(table: TablePlan): Sql {
  const columns = publishedColumns(table).map(({ column }) => column.name);
  const key = (table.primaryKey?.columns ?? []).filter((column) => columns.includes(column));
  const whole = key.length > 0 && key.length === table.primaryKey?.columns.length;
  const order = whole ? key : columns;
  return sql`select ${join(columns.map((column) => name(column)))} from ${published(table.name)} order by ${join(
    order.map((column) => sql`${name(column)} nulls last`),
  )}`;
}

/** Rows that an anonymization rule could not handle: they never pass through. */
export const unhandledRows = (table: string): Sql =>
  sql`select "__row", "__bad" from ${anonymized(table)} where "__bad" <> 0`;
