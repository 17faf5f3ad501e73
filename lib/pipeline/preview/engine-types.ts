import type { Engine } from "#lib/engine";
import { type Sql, sql } from "#lib/sql";

/** The engine's own types of a relation's columns, by name. */
export async function engineTypes(engine: Engine, relation: Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await engine.rows(
    sql`select column_name, column_type from (describe select * from ${relation})`,
  );
  return new Map(rows.map((row) => [String(row.column_name), String(row.column_type)]));
}
