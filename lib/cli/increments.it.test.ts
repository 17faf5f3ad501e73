import { cp, readdir, readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { documentOf, type EtlxFolder, etlxFolder } from "./testing/etlx-process.ts";

// Increments where a folder is all that remembers how far a source was read.

let cli: EtlxFolder;
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  cli = await etlxFolder();
  database = await freshDatabase("cli_increments");
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    create table visit (id int primary key, mail text, changed timestamp not null);
    insert into visit select i, 'p' || i || '@example.com', '2021-04-05 06:07:08.123'::timestamp - i * interval '1 hour'
      from generate_series(1, 40) i`);
  const document = JSON.parse(
    documentOf({
      visit: {
        script: "select id, mail, changed from visit",
        columns: [
          { name: "id", datatype: "integer", privacyClass: "insensitive" },
          { name: "mail", privacyClass: "direct-identifier", anonymize: { rule: "pseudonymize" } },
        ],
        primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "numbers of visits" } } },
      },
    }),
  );
  document.tables[0].extraction.incremental = { cursor: "changed", overlap: 0 };
  await cli.write("visits.module.jsonld", JSON.stringify(document));
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
  await cli?.close();
});

interface Told {
  readonly type: string;
  readonly message?: string;
  readonly params?: { readonly rows?: number };
}

async function publish(out: string, ...more: string[]) {
  const source = `s=${database.url}`;
  const ended = await cli.run([
    "run",
    "visits.module.jsonld",
    "--source",
    source,
    "--out",
    out,
    "--json",
    ...more,
  ]);
  const lines = ended.stdout
    .trim()
    .split("\n")
    .map((line): Told => JSON.parse(line));
  return {
    ...ended,
    how: lines.flatMap(({ message }) => (message?.startsWith("read-") ? [message] : [])),
    extracted: lines.find(({ message }) => message === "extracted")?.params?.rows,
  };
}

const bytesOf = (out: string) => readFile(cli.here(out, "visit.parquet"));

test("a second run into a folder reads what came since, and publishes what a whole run would", async () => {
  const first = await publish("version");
  expect([first.code, first.how, first.extracted]).toEqual([0, ["read-whole-first"], 40]);
  await client.query(`
    insert into visit values (41, 'new@example.com', '2021-04-05 07:00:00');
    update visit set mail = 'changed@example.com', changed = '2021-04-05 07:00:01' where id = 3`);
  const second = await publish("version");
  // The two that changed, and the row that stood at the end of what had been read.
  expect([second.code, second.how, second.extracted]).toEqual([0, ["read-increment"], 3]);
  const whole = await publish("whole");
  expect([whole.how, whole.extracted]).toEqual([["read-whole-first"], 41]);
  expect(await bytesOf("version")).toEqual(await bytesOf("whole"));
  const manifest = await cli.manifest("version");
  expect(manifest.tables[0]?.counts).toMatchObject({ extracted: 3, published: 41, carried: 38 });
});

test("how far a source was read is no text of the folder", async () => {
  const files = await readdir(cli.here("version"));
  expect(files).toContain("watermarks.sealed");
  for (const file of files) {
    const text = (await readFile(cli.here("version", file))).toString("latin1");
    expect(text + Buffer.from(text, "base64").toString("latin1"), file).not.toContain("2021-04-05");
  }
});

test("under another key, or beside another version, everything is read", async () => {
  await cp(cli.here("version"), cli.here("copied"), { recursive: true });
  await cli.run(["key", "new", "other.key"]);
  const other = await publish("copied", "--key-file", "other.key");
  expect([other.code, other.how, other.extracted]).toEqual([0, ["read-whole-first"], 41]);
  await cp(cli.here("version", "watermarks.sealed"), cli.here("whole", "watermarks.sealed"));
  const moved = await publish("whole");
  expect([moved.code, moved.how, moved.extracted]).toEqual([0, ["read-whole-first"], 41]);
});

test("a run that fails leaves the end of reading as it was", async () => {
  await client.query("insert into visit values (42, 'late@example.com', '2021-04-05 08:00:00')");
  await client.query("alter table visit rename column mail to mail_now");
  const failed = await publish("version");
  expect(failed.code).not.toBe(0);
  await client.query("alter table visit rename column mail_now to mail");
  const again = await publish("version");
  expect([again.code, again.how, again.extracted]).toEqual([0, ["read-increment"], 2]);
});
