import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { type ManifestTable, parseColumnType } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { PostgresClient } from "#lib/network/server";
import type { StoreContext, StoreTools } from "../definition.ts";
import { addIndexes } from "./add-indexes.ts";
import { columnList, identifier, qualified, quoteLiteral, quoteName } from "./names.ts";

const types = {
  string: "text",
  integer: "bigint",
  float: "double precision",
  boolean: "boolean",
  date: "date",
  time: "time",
  timestamp: "timestamp",
  "timestamp(tz)": "timestamptz",
  uuid: "uuid",
  // Not jsonb: it would drop repeated keys and their order.
  json: "json",
  binary: "bytea",
} as const;

const postgresType = (datatype: string): string => {
  const type = parseColumnType(datatype) ?? { name: "string" as const };
  return type.name === "decimal" ? `numeric(${type.precision},${type.scale})` : types[type.name];
};

/** Makes one table of a run's schema and fills it from its file. */
export async function createTable(
  client: PostgresClient,
  schema: string,
  table: ManifestTable,
  file: string,
  tools: StoreTools,
  context: StoreContext,
): Promise<void> {
  const target = qualified(schema, table.name);
  const columns = table.columns.map(
    (c) => `${quoteName(identifier(c.name))} ${postgresType(c.datatype)}${c.nullable ? "" : " not null"}`,
  );
  await client.query(`create table ${target} (${columns.join(", ")})`);
  const rows = await tools.parquetAsCsv(file, table.columns, { signal: context.signal });
  const copy = client.query(
    copyFrom(
      `copy ${target} (${columnList(table.columns.map((c) => c.name))}) from stdin (format csv, null '')`,
    ),
  );
  await pipeline(rows, copy, { signal: context.signal });
  if (copy.rowCount !== table.counts.published) {
    throw new AppError("store-failed", {
      store: context.store,
      detail: `${copy.rowCount} ≠ ${table.counts.published}`,
    });
  }
  await client.query(`comment on table ${target} is ${quoteLiteral(table.title ?? table.name)}`);
  for (const column of table.columns) {
    const text = column.description ?? (identifier(column.name) === column.name ? undefined : column.name);
    if (text !== undefined) {
      const place = `${target}.${quoteName(identifier(column.name))}`;
      await client.query(`comment on column ${place} is ${quoteLiteral(text)}`);
    }
  }
}

/** Keys come after the rows of all tables: adding them then is faster, and they may refer to each other. */
export async function addKeys(
  client: PostgresClient,
  schema: string,
  tables: readonly ManifestTable[],
): Promise<void> {
  for (const table of tables) {
    if (table.primaryKey.length > 0) {
      await client.query(
        `alter table ${qualified(schema, table.name)} add primary key (${columnList(table.primaryKey)})`,
      );
    }
  }
  for (const table of tables) {
    for (const key of table.foreignKeys) {
      const parent = tables.find((t) => t.name === key.references.table);
      // A foreign key needs a unique target; the module's other references are kept as comments of its metadata.
      const isKey =
        parent !== undefined &&
        parent.primaryKey.length === key.references.columns.length &&
        key.references.columns.every((c) => parent.primaryKey.includes(c));
      if (!isKey) continue;
      await client.query(
        `alter table ${qualified(schema, table.name)} add foreign key (${columnList(key.columns)})
         references ${qualified(schema, parent.name)} (${columnList(key.references.columns)})`,
      );
    }
  }
  await addIndexes(client, schema, tables);
  for (const table of tables) await client.query(`analyze ${qualified(schema, table.name)}`);
}
