import { join, name, type Sql, sql, unsafeText } from "#lib/sql";

/** A row as text that does not depend on where it stood: the last resort when an order has ties. */
export const rowHash = (alias: string, columns: readonly string[]): Sql =>
  sql`sha256(to_json(struct_pack(${join(
    columns.map((column, index) => sql`${unsafeText(`c${index}`)} := ${name(alias, column)}::varchar`),
  )}))::varchar)`;
