import { DOUBLE, type DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { duckdbQuoting } from "#lib/sql";
import type { TableName } from "./table-name.ts";

/** Rows of one chunk: what the engine itself works on at once. */
const chunkRows = 2048;

/** Makes a new table of doubles from one typed array per column. */
export async function writeNumbers(
  connection: DuckDBConnection,
  { schema, table }: TableName,
  columns: readonly string[],
  values: readonly Float64Array[],
): Promise<void> {
  const defined = columns.map((column) => `${duckdbQuoting.name(column)} double`).join(", ");
  await connection.run(
    `create or replace table ${duckdbQuoting.name(schema)}.${duckdbQuoting.name(table)} (${defined})`,
  );
  const appender = await connection.createAppender(table, schema);
  try {
    const rows = values[0]?.length ?? 0;
    const types = columns.map(() => DOUBLE);
    for (let from = 0; from < rows; from += chunkRows) {
      const count = Math.min(chunkRows, rows - from);
      const chunk = DuckDBDataChunk.create(types, count);
      chunk.setColumns(values.map((column) => [...column.subarray(from, from + count)]));
      appender.appendDataChunk(chunk);
    }
  } finally {
    appender.closeSync();
  }
}
