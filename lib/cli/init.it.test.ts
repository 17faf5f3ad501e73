import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findLeaks } from "#lib/demo/server";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { type EtlxFolder, etlxFolder } from "./testing/etlx-process.ts";
import { undescribedDatabase } from "./testing/undescribed-database.ts";

interface First {
  readonly tables: readonly {
    name: string;
    columns: readonly { name: string; privacyClass?: string; anonymize?: { rule: string }; description?: string }[];
    primaryKey?: { columns: readonly string[] };
    foreignKeys?: readonly { columns: readonly string[]; references: { table: string } }[];
  }[];
}

let place: EtlxFolder;
let database: TestDatabase;
let client: pg.Client;
const run = (...args: string[]) => place.run(args, { DB_URL: database.url });

beforeAll(async () => {
  place = await etlxFolder();
  database = await freshDatabase("init");
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(undescribedDatabase);
  await client.query("analyze");
}, 120_000);
afterAll(async () => {
  await client?.end();
  await database?.drop();
  await place?.close();
});

test("a first document of whatever tables there are is valid, runs and leaks nothing", async () => {
  const started = Date.now();
  const made = await run("init", "--source", "db=env:DB_URL", "--out", "first.module.jsonld");
  console.info(made.stdout, made.stderr.slice(-500), Date.now() - started);
  expect(made).toMatchObject({ code: 0 });
  const first: First = JSON.parse(await readFile(place.here("first.module.jsonld"), "utf8"));
  for (const table of first.tables) if (table.name !== "wide") console.info(table.name, JSON.stringify(table.primaryKey), JSON.stringify(table.foreignKeys), table.columns.map((c) => `${c.name}:${c.privacyClass}/${c.anonymize?.rule}`).join(" | "));
  const valid = await run("validate", "first.module.jsonld");
  console.info(valid.stdout.slice(0, 3000));
  expect(valid).toMatchObject({ code: 0 });
  const done = await run("run", "first.module.jsonld", "--source", "db=env:DB_URL", "--out", "out");
  console.info(done.stderr.slice(-2000));
  expect(done).toMatchObject({ code: 0 });
}, 240_000);
