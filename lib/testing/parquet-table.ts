import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { ManifestTable } from "#lib/contracts";

/** Writes a Parquet file and tells what a manifest would say of it. */
export async function parquetTable(
  folder: string,
  name: string,
  select: string,
  columns: ManifestTable["columns"],
  extra: Partial<ManifestTable>,
) {
  const file = path.join(folder, `${name}.parquet`);
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  await connection.run(`copy (${select}) to '${file}' (format parquet)`);
  const reader = await connection.runAndReadAll(`select count(*)::int from '${file}'`);
  const published = Number(reader.getRowsJson()[0]?.[0]);
  connection.closeSync();
  instance.closeSync();
  const bytes = await readFile(file);
  const counts = {
    extracted: published,
    transformed: published,
    published,
    rejected: 0,
    deduplicated: 0,
    suppressed: 0,
  };
  const table: ManifestTable = {
    name,
    file: `${name}.parquet`,
    mediaType: "application/vnd.apache.parquet",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    counts,
    columns,
    primaryKey: [],
    foreignKeys: [],
    ...extra,
  };
  return { table, path: file };
}
