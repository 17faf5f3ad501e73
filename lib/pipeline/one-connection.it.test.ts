import { afterAll, beforeAll, expect, it, type TestContext } from "vitest";
import { provenanceReportSchema } from "#lib/contracts";
import { fileSandbox } from "#lib/engine/server";
import { findSourceDriver } from "#lib/sources/server";
import { mariadbOr, PipelineHarness, plain, type TestMariadb, testDocument } from "#lib/testing";

// A MariaDB lets one connection read a snapshot: a run takes that one, says so, and every table is of one moment.

const rows = 200_000;
let harness: PipelineHarness;
let server: TestMariadb | undefined;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(async () => {
  await server?.stop();
  await harness.close();
});

async function ready(context: TestContext): Promise<TestMariadb> {
  server ??= await mariadbOr(context);
  await server.admin.query(`
    create or replace table big (id int primary key, pad varchar(120));
    insert into big select seq, repeat('x', 120) from seq_1_to_${rows};
    create or replace table late (id int primary key, pad varchar(120));
    insert into late select id, pad from big where id <= 1000;
    create user if not exists 'reader'@'%' identified by 'p';
    grant select on shop.* to 'reader'@'%'`);
  return server;
}

const document = testDocument(
  ["big", "late"].map((table) => ({
    name: table,
    extraction: { language: "sql" as const, source: "shop", script: `select id, pad from ${table}` },
    columns: [plain("id", "integer"), plain("pad")],
  })),
  { sources: [{ name: "shop", ref: "shop" }] },
);
const driver = findSourceDriver("mysql", {
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
});

it("reads large tables through one connection of one snapshot, and says so and what it cost", async (context) => {
  const { host, port, admin } = await ready(context);
  // A pace, so that somebody can look and write meanwhile.
  const config = { host, port, database: "shop", user: "reader", password: "p", rowsPerSecond: 150_000 };
  let most = 0;
  let isOver = false;
  const watch = async () => {
    let hasWritten = false;
    while (!isOver) {
      const [found] = await admin.query(
        "select info from information_schema.processlist where user = 'reader'",
      );
      const connections = Array.isArray(found) ? found : [];
      most = Math.max(most, connections.length);
      if (!hasWritten && JSON.stringify(connections).includes("big")) {
        hasWritten = true;
        await admin.query(
          "insert into late select id + 1000000, 'late' from late; delete from big where id <= 500",
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return hasWritten;
  };
  const watching = watch();
  const run = await harness
    .run(document, {}, { sources: [{ name: "shop", kind: "mysql", driver, config }] })
    .finally(() => {
      isOver = true;
    });
  expect(await watching).toBe(true);
  expect(most).toBe(1);
  const told = run.events.filter(({ message }) => message === "one-connection");
  expect(told.map(({ params }) => params)).toEqual([{ source: "shop" }]);
  expect(run.events.filter(({ message }) => message === "extracted-in-parts")).toEqual([]);
  if (run.outcome.kind !== "published") throw new Error("it was published");
  // What was written while the first table was read is in neither.
  expect(run.outcome.manifest.tables.map(({ counts }) => counts.extracted)).toEqual([rows, 1000]);
  const provenance = provenanceReportSchema.parse(run.outcome.reports.provenance);
  const cost = provenance.sources[0]?.cost;
  expect(cost).toMatchObject({ queries: 2, rows: rows + 1000 });
  expect(cost?.longestQuerySeconds).toBeGreaterThan(1);
  expect(cost?.bytes).toBeGreaterThan(rows * 120);
  expect(run.events.find(({ message }) => message === "source-cost")?.params).toEqual({
    source: "shop",
    queries: 2,
    rows: rows + 1000,
    bytes: cost?.bytes,
    seconds: cost?.seconds,
    longest: cost?.longestQuerySeconds,
  });
});
