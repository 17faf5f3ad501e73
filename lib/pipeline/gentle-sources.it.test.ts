import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type NewRunEvent, provenanceReportSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { findSourceDriver } from "#lib/sources/server";
import { freshDatabase, PipelineHarness, plain, type TestDatabase, testDocument } from "#lib/testing";

let harness: PipelineHarness;
let database: TestDatabase;
let config: { readonly host: string; readonly port: number; readonly database: string };
beforeAll(async () => {
  harness = await PipelineHarness.open();
  database = await freshDatabase("gentle_run");
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query("create table visits as select g as id from generate_series(1, 300) g");
  await admin.end();
  const url = new URL(database.url);
  const login = { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  config = {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    ...login,
  };
});
afterAll(async () => {
  await harness.close();
  await database.drop();
});

const driver = findSourceDriver("postgresql", {
  network: { privateHosts: "all" },
  files: {
    inspect: () => Promise.reject(new Error("not used")),
    run: () => Promise.reject(new Error("not used")),
    inspectDatabase: () => Promise.reject(new Error("not used")),
    runInDatabase: () => Promise.reject(new Error("not used")),
  },
});
const bound = (extra: object) => [
  { name: "clinic", kind: "postgresql", driver, config: { ...config, ...extra } },
];
const documentOf = (...scripts: readonly string[]) =>
  testDocument(
    scripts.map((script, n) => ({
      name: `visits_${n}`,
      extraction: { language: "sql" as const, source: "clinic", script },
      columns: [plain("id", "integer")],
    })),
    { sources: [{ name: "clinic", ref: "clinic" }] },
  );
const script = "select id from visits where id <> 424242";

it("says in a version's provenance and in the log what it cost a source, never what was asked", async () => {
  const startedAt = performance.now();
  const run = await harness.run(
    documentOf(script, "select id from visits where id <= 100"),
    {},
    { sources: bound({ rowsPerSecond: 500 }) },
  );
  // 300 and 100 rows at 500 a second.
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(800);
  const provenance = provenanceReportSchema.parse(run.outcome.reports.provenance);
  const cost = provenance.sources[0]?.cost;
  expect(cost).toMatchObject({ queries: 2, rows: 400 });
  const lines = [...Array(300).keys(), ...Array(100).keys()].map((n) => `${n + 1}\n`);
  expect(cost?.bytes).toBe(lines.join("").length);
  expect(cost?.seconds).toBeGreaterThan(0);
  expect(JSON.stringify(provenance)).not.toContain("424242");
  const told = run.events.filter(({ message }) => message === "source-cost");
  expect(told.map(({ params }) => params)).toEqual([
    expect.objectContaining({ source: "clinic", queries: 2, rows: 400, bytes: cost?.bytes }),
  ]);
  // A report of a product that did not count it.
  const [source] = provenance.sources;
  const earlier = { ...provenance, sources: [{ ...source, cost: undefined }] };
  expect(provenanceReportSchema.parse(earlier).sources[0]?.cost).toBeUndefined();
});

it("tells in the log whether the replica was read", async () => {
  const replicaEvents = async (extra: object) => {
    const run = await harness.run(documentOf(script), {}, { sources: bound(extra) });
    return run.events
      .filter(({ message }) => message.startsWith("replica-"))
      .map(({ level, message, params }) => [level, message, params]);
  };
  const place = `${config.host}:${config.port}`;
  expect(await replicaEvents({})).toEqual([]);
  expect(await replicaEvents({ port: 1, replicaHost: config.host, replicaPort: config.port })).toEqual([
    ["info", "replica-read", { source: "clinic", replica: place }],
  ]);
  expect(await replicaEvents({ replicaHost: config.host, replicaPort: 1 })).toEqual([
    ["warning", "replica-unanswered", { source: "clinic", replica: `${config.host}:1` }],
  ]);
});

it("warns in the log where a query could not be ended at its server", async () => {
  const unreached = bound({}).map((source) => ({
    ...source,
    driver: {
      ...source.driver,
      open: (...[its, options]: Parameters<typeof source.driver.open>) => {
        options.onUncancelled?.();
        expect(options.mostSeconds).toBeUndefined();
        return source.driver.open(its, options);
      },
    },
  }));
  const run = await harness.run(documentOf(script), {}, { sources: unreached });
  const told = run.events.filter(({ message }) => message === "source-uncancelled");
  expect(told).toMatchObject([{ level: "warning", stage: "extract", params: { source: "clinic" } }]);
});

it("tells what a run cost that failed, too", async () => {
  const events: NewRunEvent[] = [];
  const failing = documentOf(script, "select id / (id - id) as id from visits");
  const error = await harness.run(failing, {}, { sources: bound({}), events }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error instanceof AppError && error.code).toBe("source-query-failed");
  expect(events.filter(({ message }) => message === "source-cost").map(({ params }) => params)).toEqual([
    expect.objectContaining({ source: "clinic", queries: 2, rows: 300 }),
  ]);
});
