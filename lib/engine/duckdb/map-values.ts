import { BIGINT, type DuckDBConnection, DuckDBDataChunk, VARCHAR } from "@duckdb/node-api";
import { duckdbQuoting } from "#lib/sql";
import type { MapJob } from "../map-pool/map-job.ts";
import type { MapPool } from "../map-pool/map-pool.ts";
import type { TableName } from "./table-name.ts";

/** The query's rows, chunk by chunk: an id and a text each. */
async function* chunksOf(connection: DuckDBConnection, query: string) {
  const result = await connection.stream(query);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield {
      ids: chunk.getColumnValues(0),
      values: chunk.getColumnValues(1).map((value) => {
        if (typeof value !== "string") throw new TypeError("map forms take present texts");
        return value;
      }),
    };
  }
}

/**
 * Streams the texts of a query through a rule's map form into a new table. Reading and writing have a connection each:
 * one connection's next statement would end its stream.
 */
export async function mapValues(
  reading: DuckDBConnection,
  writing: DuckDBConnection,
  pool: MapPool,
  work: {
    readonly job: MapJob;
    readonly key: Uint8Array;
    readonly query: string;
    /** `id` of the input and `published`, null where the rule could not handle the value. */
    readonly target: TableName;
  },
): Promise<void> {
  const { schema, table } = work.target;
  await writing.run(
    `create or replace table ${duckdbQuoting.name(schema)}.${duckdbQuoting.name(table)} ("id" bigint, "published" varchar)`,
  );
  const appender = await writing.createAppender(table, schema);
  try {
    await pool.run(work.job, work.key, chunksOf(reading, work.query), (ids, values) => {
      const chunk = DuckDBDataChunk.create([BIGINT, VARCHAR], ids.length);
      chunk.setColumns([ids, values]);
      appender.appendDataChunk(chunk);
    });
  } finally {
    appender.closeSync();
  }
}
