import type { Engine } from "#lib/engine";
import { literal, type Sql, sql, unsafeText } from "#lib/sql";

/** Rows of a row group: fixed, so that the bytes do not depend on threads or memory. */
const rowGroupRows = 122_880;

/**
 * Writes a query's rows, in the query's order, as Parquet. `footer` goes into the file's key-value metadata.
 * The same rows give the same bytes with one engine version.
 */
export async function exportParquet(
  engine: Engine,
  query: Sql,
  file: string,
  footer: Readonly<Record<string, string>> = {},
): Promise<void> {
  const entries = Object.entries(footer).map(([key, value]) => sql`${unsafeText(key)}: ${literal(value)}`);
  const metadata =
    entries.length === 0
      ? sql``
      : sql`, kv_metadata {${entries.reduce((all, entry) => sql`${all}, ${entry}`)}}`;
  // Order costs memory elsewhere, so it is kept only while the file is written.
  await engine.execute(sql`set preserve_insertion_order = true`);
  try {
    await engine.execute(
      sql`copy (${query}) to ${literal(file)} (format parquet, compression zstd, compression_level 1, row_group_size ${rowGroupRows}${metadata})`,
    );
  } finally {
    await engine.execute(sql`set preserve_insertion_order = false`);
  }
}
