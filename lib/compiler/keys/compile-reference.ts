import { and, name, type Sql, sql } from "#lib/sql";
import { remaining } from "./compile-primary-key.ts";

/** Rows whose values of `columns` are whole and occur together in no remaining row of the other table. */
export function strangers(
  table: string,
  columns: readonly string[],
  other: { readonly table: string; readonly columns: readonly string[] },
): Sql {
  const same = and(
    columns.map((column, index) => sql`${name("c", column)} = ${name("o", other.columns[index] ?? "")}`),
  );
  const whole = and(columns.map((column) => sql`${name("c", column)} is not null`));
  return sql`select c."__row" from (${remaining(table)}) c anti join (${remaining(other.table)}) o on ${same} where ${whole}`;
}
