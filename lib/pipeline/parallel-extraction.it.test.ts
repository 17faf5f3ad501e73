import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { SourceColumn } from "#lib/contracts";
import { fileSandbox } from "#lib/engine/server";
import type { BoundSource } from "#lib/pipeline";
import { parsePostgresSource, type SessionOptions } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import { freshDatabase, PipelineHarness, plain, type TestDatabase, testDocument } from "#lib/testing";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

// A table of 150 MB on a real server, read in parts by several connections under one snapshot.

const rows = 22_000;
let harness: PipelineHarness;
let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  harness = await PipelineHarness.open();
  database = await freshDatabase("parallel");
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // One row a page: large for the server, small for the test.
  await client.query(`
    create table big (id int not null, town text, note text) with (fillfactor = 10);
    alter table big alter note set storage plain;
    insert into big select i, 'town ' || i % 7, repeat(case i % 5 when 0 then 'a"b' when 1 then E'two\\nlines' else 'текст,' end, 120)
      from generate_series(1, ${rows}) i;
    create view same as select * from big; analyze big`);
});
afterAll(async () => {
  await client.end();
  await database.drop();
  await harness.close();
});

const tools = {
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
} as const;
const driver = findSourceDriver("postgresql", tools);
const configOf = (maxConnections: number, more: object = {}) => ({
  ...parsePostgresSource(database.url),
  maxConnections,
  ...more,
});

async function withSession<T>(
  config: unknown,
  work: (session: Awaited<ReturnType<typeof driver.open>>) => Promise<T>,
  more: Partial<SessionOptions> = {},
): Promise<T> {
  const session = await driver.open(config, {
    runName: "parallel test",
    signal: new AbortController().signal,
    scratch: "/nonexistent",
    ...more,
  });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const partsOf = (script: string, connections = 3, more: Partial<SessionOptions> = {}) =>
  withSession(
    configOf(connections),
    async (session) => {
      const intake = await session.extract("big", script);
      if (intake.kind !== "csv") throw new Error("a database streams");
      intake.stream.on("error", () => undefined).destroy();
      return intake.parts;
    },
    more,
  );

const document = (script: string) =>
  testDocument(
    [
      {
        name: "big",
        extraction: { language: "sql", source: "shop", script },
        columns: [plain("id", "integer"), plain("town"), plain("note")],
      },
    ],
    { sources: [{ name: "shop", ref: "shop" }] },
  );
const bound = (connections: number): BoundSource => ({
  name: "shop",
  kind: "postgresql",
  driver,
  config: configOf(connections),
});

it("parts publish the same bytes as one stream, and none is missing or twice", async () => {
  const script = "select id, town, note from big where town <> 'town 3'";
  const hashes: (string | undefined)[] = [];
  for (const connections of [1, 2, 4]) {
    const { outcome, events } = await harness.run(document(script), {}, { sources: [bound(connections)] });
    if (outcome.kind !== "published") throw new Error("it was published");
    hashes.push(outcome.manifest.tables[0]?.sha256);
    expect(outcome.manifest.tables[0]?.counts.extracted).toBe(rows - Math.round(rows / 7));
    const told = events.find(({ message }) => message === "extracted-in-parts")?.params;
    expect(told).toEqual(connections === 1 ? undefined : { parts: connections });
  }
  expect(new Set(hashes).size).toBe(1);
});

it("all parts read one snapshot, whatever is written meanwhile", async () => {
  await withSession(configOf(3), async (session) => {
    await client.query("insert into big select i, 'late', 'late' from generate_series(1, 100) i");
    await client.query("update big set town = 'late' where id <= 50");
    const intake = await session.extract("big", "select id, town from big");
    if (intake.kind !== "csv") throw new Error("a database streams");
    const chunks: Buffer[] = [];
    for await (const chunk of intake.stream as AsyncIterable<Buffer>) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString().trimEnd().split("\n");
    expect(intake.parts).toBe(3);
    expect(intake.rowsSent?.()).toBe(rows);
    expect(new Set(lines).size).toBe(rows);
    expect(lines.filter((line) => line.includes("late"))).toEqual([]);
  });
  await client.query("delete from big where town = 'late' and note = 'late'");
  await client.query("update big set town = 'town ' || id % 7 where town = 'late'");
});

it("the limits of connections and of rows a second hold over all parts together", async () => {
  const started = performance.now();
  await withSession(configOf(2, { rowsPerSecond: 12_000 }), async (session) => {
    const intake = await session.extract("big", "select id from big");
    if (intake.kind !== "csv") throw new Error("a database streams");
    let most = 0;
    const watch = setInterval(() => {
      void client
        .query<{ n: number }>(
          "select count(*)::int as n from pg_stat_activity where application_name = 'parallel test' and datname = current_database()",
        )
        .then(({ rows: [row] }) => {
          most = Math.max(most, row?.n ?? 0);
        });
    }, 50);
    for await (const _ of intake.stream) {
      // Read to the end.
    }
    clearInterval(watch);
    expect(intake.parts).toBe(2);
    expect(most).toBe(2);
  });
  expect(performance.now() - started).toBeGreaterThan((rows / 12_000) * 1000 * 0.9);
});

it.each([
  "select count(*) as n from big",
  "select distinct town from big",
  "select id from big order by id",
  "select id from big limit 10",
  "select id from big where random() < 2",
  "select id from big where id in (select id from big)",
  "select b.id from big b join big c on b.id = c.id",
  "select id from same",
  "select id from big where now() > '2000-01-01'",
])("one stream for what is more than rows of one table: %s", async (script) => {
  expect(await partsOf(script)).toBe(1);
});

it("one stream for a sample, for one connection and for a small table", async () => {
  expect(await partsOf("select id from big")).toBe(3);
  expect(await partsOf('select b."id" from public.big as b where b.id > 5')).toBe(3);
  expect(await partsOf("select id from big", 3, { sample: 10 })).toBe(1);
  expect(await partsOf("select id from big", 1)).toBe(1);
  await client.query("create table small as select 1 as id");
  expect(await partsOf("select id from small")).toBe(1);
});

it("a connection that is cut in the middle of its part fails the read, and a second try has every row", async () => {
  const cut = withSession(configOf(3, { rowsPerSecond: 8_000 }), async (session) => {
    const intake = await session.extract("big", "select id, note from big");
    if (intake.kind !== "csv") throw new Error("a database streams");
    let bytes = 0;
    for await (const chunk of intake.stream as AsyncIterable<Buffer>) {
      if (bytes === 0)
        await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parallel test' and datname = current_database() limit 1",
        );
      bytes += chunk.length;
    }
    return bytes;
  });
  await expect(cut).rejects.toMatchObject({ code: "source-interrupted" });
  const columns: readonly SourceColumn[] = await withSession(configOf(3), (session) =>
    session.describe("big", "select id from big"),
  );
  expect(columns).toHaveLength(1);
});
