import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ManifestTable } from "#lib/contracts";
import { parquetAsCsv } from "#lib/engine/server";
import { freshDatabase, parquetTable, type TestDatabase } from "#lib/testing";
import { parsePostgresStore } from "../index.ts";
import { findStoreDriver } from "../server.ts";

let folder = "";
let database: TestDatabase;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-indexes-"));
  database = await freshDatabase("store_indexes");
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const column = (name: string, datatype: string) => ({ name, datatype, nullable: true });
const refers = (columns: string[], table: string, its: string[]) => ({
  columns,
  references: { table, columns: its },
});

/** What pg_indexes says of tables that were written: by table, each index's method and columns. */
async function indexesOf(files: readonly { table: ManifestTable; path: string }[]) {
  const driver = findStoreDriver("postgresql", {
    network: { privateHosts: "all" },
    parquetAsCsv: parquetAsCsv({ memory: "256MB", threads: 2, seconds: 60, diskBytes: 2 ** 30 }),
  });
  const { signal } = new AbortController();
  const where = { store: "main", module: "shop", runId: "run-1", signal };
  const { location } = await driver.write(parsePostgresStore(database.url), files, where);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ tablename: string; indexdef: string }>(
    "select tablename, indexdef from pg_indexes where schemaname = $1 order by tablename, indexdef",
    [location],
  );
  await client.end();
  const found = rows.map(({ tablename, indexdef }) => {
    const [, method, columns] = /using (\w+) \((.*)\)$/i.exec(indexdef) ?? [];
    return `${tablename}: ${indexdef.startsWith("CREATE UNIQUE") ? "unique " : ""}${method} ${columns}`;
  });
  return found.sort();
}

it("has an index for each key of the document, once, by a method that takes its values", async () => {
  // Longer than an entry of a B-tree, and compressed no further.
  const long = "string_agg(md5(i::varchar), '')";
  const files = [
    await parquetTable(
      folder,
      "parent",
      `select 1 as id, 7 as code, (select ${long} from range(300) t(i)) as label, '{}' as doc, 'a' as word`,
      [
        column("id", "integer"),
        column("code", "integer"),
        column("label", "string"),
        column("doc", "json"),
        column("word", "string"),
      ],
      {
        primaryKey: ["id"],
        unique: [["label"], ["doc"], ["label", "word"], ["code", "id"], ["id"], ["code"]],
      },
    ),
    await parquetTable(
      folder,
      "child",
      "select 1 as parent, 7 as code, date '2020-01-01' as day, 1 as line",
      [
        column("parent", "integer"),
        column("code", "integer"),
        column("day", "date"),
        column("line", "integer"),
      ],
      {
        primaryKey: ["day", "line"],
        foreignKeys: [
          refers(["parent"], "parent", ["id"]),
          refers(["code"], "parent", ["code"]),
          // The same once more, by another name of the document.
          refers(["parent"], "parent", ["id"]),
        ],
      },
    ),
  ];
  expect(await indexesOf(files)).toEqual([
    "child: btree code",
    "child: btree parent",
    "child: unique btree day, line",
    "parent: btree code",
    "parent: btree code, id",
    "parent: hash label",
    "parent: unique btree id",
  ]);
});
