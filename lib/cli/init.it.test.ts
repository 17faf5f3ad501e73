import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findLeaks } from "#lib/demo/server";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { type EtlxFolder, etlxFolder } from "./testing/etlx-process.ts";
import { rows, undescribedDatabase, wideColumns } from "./testing/undescribed-database.ts";

interface First {
  readonly tables: readonly {
    name: string;
    columns: readonly {
      name: string;
      privacyClass?: string;
      anonymize?: { rule: string };
      description?: string;
    }[];
    primaryKey?: { columns: readonly string[] };
    foreignKeys?: readonly { columns: readonly string[]; references: { table: string } }[];
  }[];
}

let place: EtlxFolder;
let database: TestDatabase;
let client: pg.Client;
/** Cleansing 1,500 columns takes more than the 512 MB of a standard engine. */
const run = (...args: string[]) => place.run(args, { DB_URL: database.url, ETLX_ENGINE_MEMORY: "1500MB" });

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
  const made = await run("init", "--source", "db=env:DB_URL", "--out", "first.module.jsonld");
  expect(made, made.stderr).toMatchObject({ code: 0 });
  expect(made.stdout).toContain("wide: 100 of about 600 rows were looked at.");
  expect(made.stdout).toContain("public.bare is left out. It has no columns.");
  const first: First = JSON.parse(await readFile(place.here("first.module.jsonld"), "utf8"));
  const table = (name: string) => first.tables.find((one) => one.name === name);
  const rulesOf = (name: string) =>
    Object.fromEntries(
      (table(name)?.columns ?? []).map((one) => [one.name, one.anonymize?.rule ?? one.privacyClass ?? "key"]),
    );
  expect(table("wide")?.columns).toHaveLength(wideColumns);
  expect(table("orders")?.foreignKeys).toMatchObject([{ columns: ["tenant_id", "customer_no"] }]);
  expect(table("parts")?.foreignKeys).toMatchObject([{ references: { table: "parts" } }]);
  expect(table("eggs")?.foreignKeys).toMatchObject([{ references: { table: "hens" } }]);
  // A reference to a unique column that is no primary key stays a column of its own.
  expect(rulesOf("orders")).toMatchObject({ customer_email: "fake", primechanie: "drop" });
  expect(rulesOf("events")).toMatchObject({ customer_no: "pseudonymize", email: "fake" });
  expect(rulesOf("customer_list")).toMatchObject({ fio: "fake", email: "fake", Телефон: "pseudonymize" });
  expect(rulesOf("exotic")).toMatchObject({ doc: "drop", tags: "drop", during: "drop", bytes: "drop" });
  expect(rulesOf('Заявки "срочные"')).toEqual({
    "Номер заявки": "direct-identifier",
    'Ф.И.О. "заявителя"': "fake",
    "E-mail'ы": "fake",
  });
  // Every column is classed, and what is no key and not insensitive has a rule; what is left out says why.
  const columns = first.tables.flatMap((one) =>
    one.columns.map((column) => ({
      ...column,
      isKey:
        one.primaryKey?.columns.includes(column.name) ||
        one.foreignKeys?.some((key) => key.columns.includes(column.name)),
    })),
  );
  const bare = columns.filter((one) => !one.isKey && one.privacyClass !== "insensitive" && !one.anonymize);
  expect(bare).toEqual([]);
  expect(columns.filter((one) => one.anonymize?.rule === "drop" && !one.description)).toEqual([]);

  expect(await run("validate", "first.module.jsonld")).toMatchObject({ code: 0 });
  const done = await run("run", "first.module.jsonld", "--source", "db=env:DB_URL", "--out", "out");
  expect(done, done.stderr).toMatchObject({ code: 0 });
  const manifest = await place.manifest("out");
  const published = Object.fromEntries(manifest.tables.map((one) => [one.name, one.counts.published]));
  expect(published).toMatchObject({ public_customers: rows, orders: rows, parts: rows, eggs: 50, wide: 600 });
  const { rows: persons } = await client.query("select fio, email, tel_mob from customers");
  const { leaks, characters } = await findLeaks(
    {
      emails: persons.map((one) => one.email),
      phones: persons.map((one) => one.tel_mob),
      fullNames: persons.map((one) => one.fio),
    },
    place.here("out"),
  );
  expect(leaks).toEqual([]);
  expect(characters).toBeGreaterThan(10_000);
}, 300_000);
