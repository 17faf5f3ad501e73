import { join, literal, type Sql, sql } from "#lib/sql";

/** The label of a listed value; null for one that is not listed. */
export const labelIn = (rows: readonly (readonly string[])[], value: string, level: number): string | null =>
  rows.find(([listed]) => listed === value)?.[level] ?? null;

/**
 * Looks a text up among listed rows: a correlated sub-query, which the engine turns into a hash join, so that the cost does
 * not grow with the list.
 */
export function listedLabel(canonical: Sql, rows: readonly (readonly string[])[], level: number): Sql {
  const pairs = rows.map((row) => sql`(${literal(row[0] ?? "")}, ${literal(row[level] ?? "")})`);
  // Names that no column can have: an outer column of the same name would be hidden inside the sub-query.
  return sql`(select any_value("__label") from (values ${join(pairs)}) "__listed"("__value", "__label") where "__value" = ${canonical})`;
}
