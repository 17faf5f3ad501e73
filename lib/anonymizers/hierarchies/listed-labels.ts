import { join, literal, type Sql, sql } from "#lib/sql";

/**
 * Looks a text up among listed rows: a correlated sub-query, which the engine turns into a hash join, so that the cost does
 * not grow with the list.
 */
export function listedLabel(canonical: Sql, rows: readonly (readonly string[])[], level: number): Sql {
  const pairs = rows.map((row) => sql`(${literal(row[0] ?? "")}, ${literal(row[level] ?? "")})`);
  return sql`(select any_value("label") from (values ${join(pairs)}) "listed"("value", "label") where "listed"."value" = ${canonical})`;
}
