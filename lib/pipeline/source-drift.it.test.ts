import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import type { NewRunEvent, SourceTable } from "#lib/contracts";
import { environmentOf, fileSandbox, hasJail, type PythonPool, pythonPool } from "#lib/engine/server";
import { driftOf, type ModuleDocument } from "#lib/metadata";
import type { BoundSource } from "#lib/pipeline";
import { findSourceDefinition, parsePostgresSource } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import { freshDatabase, mariadbOr, PipelineHarness, plain, pythonOr, s3Or, testDocument } from "#lib/testing";
import { pythonLimits } from "./scripts/python-limits.ts";

// Real sources that change under a document: what is shown beforehand, and what a run says before it reads a row.

let harness: PipelineHarness;
let folder = "";
const stops: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  harness = await PipelineHarness.open();
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-drift-"));
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

const tools = {
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
} as const;
const { signal } = new AbortController();

/** The columns of `orders`, each with its type by SQL, and how many of its two keys are there. */
type Shape = Readonly<Record<string, string>>;
const first: Shape = { id: "integer", total: "decimal(12,2)", town: "varchar(20)" };
const changes = {
  "a dropped column": { id: "integer", town: "varchar(20)" },
  "a changed type": { ...first, total: "varchar(20)" },
  "a new column": { ...first, courier: "varchar(20)" },
  "a renamed table": first,
} satisfies Readonly<Record<string, Shape>>;

interface Place {
  readonly source: BoundSource;
  /** Makes the table anew, with three rows. */
  make(table: string, shape: Shape): Promise<void>;
  stop(): Promise<unknown>;
}

const bound = (kind: string, config: unknown): BoundSource => ({
  name: "shop",
  kind,
  config,
  driver: findSourceDriver(kind, tools),
});

const columnsOf = (shape: Shape) =>
  Object.entries(shape).map(([name, type]) => `${name} ${type}${name === "id" ? " primary key" : ""}`);
const insertOf = (table: string, shape: Shape) =>
  `insert into ${table} values ${[1, 2, 3].map((id) => `(${Object.keys(shape).map((name) => (name === "id" ? id : `'${id}'`))})`)}`;

async function postgresql(): Promise<Place> {
  const database = await freshDatabase("drift");
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return {
    source: bound("postgresql", parsePostgresSource(database.url)),
    make: async (table, shape) => {
      await client.query("drop table if exists orders, purchases");
      await client.query(`create table ${table} (${columnsOf(shape)})`);
      await client.query(insertOf(table, shape));
    },
    stop: async () => {
      await client.end();
      await database.drop();
    },
  };
}

async function mariadb(context: TestContext): Promise<Place> {
  const server = await mariadbOr(context);
  const { host, port, user, password } = server;
  return {
    source: bound("mysql", { host, port, user, password, database: "shop" }),
    make: async (table, shape) => {
      await server.admin.query(
        `drop table if exists orders; drop table if exists purchases;
         create table ${table} (${columnsOf(shape)}); ${insertOf(table, shape)}`,
      );
    },
    stop: () => server.stop(),
  };
}

async function parquet(file: string, shape: Shape): Promise<void> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const items = Object.entries(shape).map(([name, type]) => `cast(range + 1 as ${type}) as ${name}`);
  await connection.run(`copy (select ${items} from range(3)) to '${file}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}

async function files(): Promise<Place> {
  const file = path.join(folder, "orders.parquet");
  return {
    source: bound("files", { files: [{ table: "orders", path: file }] }),
    make: async (_table, shape) => {
      await rm(file, { force: true });
      await parquet(file, shape);
    },
    stop: async () => undefined,
  };
}

async function s3(context: TestContext): Promise<Place> {
  const server = await s3Or(context);
  const file = path.join(server.folder, "shop/orders.parquet");
  await mkdir(path.dirname(file), { recursive: true });
  return {
    source: bound("s3", { ...server.connection, tables: [{ table: "orders", key: "shop/*.parquet" }] }),
    make: async (_table, shape) => {
      await rm(file, { force: true });
      const made = path.join(folder, "object.parquet");
      await parquet(made, shape);
      await copyFile(made, file);
    },
    stop: () => server.stop(),
  };
}

const document: ModuleDocument = testDocument(
  [
    {
      name: "sales",
      extraction: { language: "sql", source: "shop", script: "select * from orders" },
      columns: [plain("id", "integer"), plain("total", "decimal(12,2)"), plain("town")],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
    },
  ],
  { sources: [{ name: "shop", ref: "shop" }] },
);

const see = async ({ source }: Place): Promise<readonly SourceTable[]> =>
  source.driver.introspect(source.config, signal);

/** Places and codes of what differs between two looks. */
async function differences(place: Place, before: readonly SourceTable[]): Promise<readonly string[]> {
  const dialect = findSourceDefinition(place.source.kind)?.dialect ?? "duckdb";
  return driftOf(document, "shop", { dialect, before, now: await see(place) }).map(
    ({ code, path: at, message }) => `${code} ${at.join("/")}: ${message.en}`,
  );
}

/** Publishes; what a version says of its sources is what the next run is compared with. */
type Previous = NonNullable<NonNullable<Parameters<PipelineHarness["run"]>[2]>["previous"]>;

interface Way {
  readonly document: ModuleDocument;
  readonly python?: PythonPool;
  readonly events?: NewRunEvent[];
}

function publish(place: Place, previous?: Previous, { document: run, ...way }: Way = { document }) {
  return harness.run(run, {}, { ...way, sources: [place.source], ...(previous ? { previous } : {}) });
}

async function versionOf(place: Place, way?: Way): Promise<Previous> {
  const { outcome } = await publish(place, undefined, way);
  if (outcome.kind !== "published") throw new Error("it was published");
  const { number, versionId, manifest, reports } = outcome;
  return { number, versionId, manifest, ...reports };
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code: string; place: object; message: string }) => error,
  );

describe.each([
  ["PostgreSQL", postgresql, true],
  ["MariaDB", mariadb, true],
  ["files", files, false],
  ["S3", s3, false],
] as const)("%s", (_name, open, isDatabase) => {
  let place: Place | undefined;
  const ready = async (context: TestContext): Promise<Place> => {
    if (!place) {
      const opened = await open(context);
      stops.push(() => opened.stop());
      place = opened;
    }
    await place.make("orders", first);
    return place;
  };

  it("a dropped column is shown at the column, and ends the run there before a row is read", async (context) => {
    const at = await ready(context);
    const before = await see(at);
    const version = await versionOf(at);
    expect(await differences(at, before)).toEqual([]);
    await at.make("orders", changes["a dropped column"]);
    expect(await differences(at, before)).toEqual([
      "drift-column-missing tables/0/columns/1: The source's table orders had no column total when it was last looked at.",
    ]);
    expect(await refusal(publish(at, version))).toMatchObject({
      code: "column-missing",
      place: { stage: "extract", table: "sales", column: "total" },
    });
  });

  it("a type that does not fit any more is shown, and ends the run that nobody approved it for", async (context) => {
    const at = await ready(context);
    const before = await see(at);
    const version = await versionOf(at);
    await at.make("orders", changes["a changed type"]);
    const [only, ...others] = await differences(at, before);
    expect(only).toMatch(
      /^drift-type-unfit tables\/0\/columns\/1: .*orders\.total is .* now, it was .*; the document casts decimal\(12,2\)/i,
    );
    expect(others).toEqual([]);
    const error = await refusal(publish(at, version));
    expect(error).toMatchObject({
      code: "source-type-changed",
      place: { stage: "extract", table: "sales", column: "total" },
      params: { casts: "decimal(12,2)" },
    });
    // Another document was approved knowing the new type.
    const other = { ...version, manifest: { ...version.manifest, contentHash: "0".repeat(64) } };
    const { events, outcome } = await publish(at, other);
    expect(outcome.kind).toBe("published");
    expect(events.map(({ message }) => message)).toContain("source-type-changed");
  });

  it("a new column is shown and never leaves", async (context) => {
    const at = await ready(context);
    const before = await see(at);
    const version = await versionOf(at);
    await at.make("orders", changes["a new column"]);
    expect(await differences(at, before)).toEqual([
      "drift-column-new tables/0/columns: The source's table orders has new columns: courier. The document does not name them, so they never leave.",
    ]);
    const run = await publish(at, version);
    expect(run.events.find(({ message }) => message === "columns-left-behind")?.params).toEqual({
      count: 1,
      columns: "courier",
    });
    expect(Object.keys((await run.rows("sales"))[0] ?? {})).toEqual(["id", "total", "town"]);
    expect(JSON.stringify(run.outcome)).not.toContain("courier");
  });

  if (isDatabase)
    it("a renamed table is shown with the table that has its columns, and ends the run", async (context) => {
      const at = await ready(context);
      const before = await see(at);
      const version = await versionOf(at);
      await at.make("purchases", changes["a renamed table"]);
      expect(await differences(at, before)).toEqual([
        "drift-table-missing tables/0/extraction/script: The source had no table orders when it was last looked at. A new table, purchases, has its columns.",
      ]);
      expect(await refusal(publish(at, version))).toMatchObject({ code: "source-missing-relation" });
    });

  if (isDatabase)
    it("a key that is lost is shown at the table's key", async (context) => {
      const at = await ready(context);
      const before = await see(at);
      const now = before.map((table) => ({ ...table, primaryKey: [] }));
      const found = driftOf(document, "shop", { dialect: "postgresql", before, now });
      expect(found.map(({ code, path: where }) => [code, where.join("/")])).toEqual([
        ["drift-key-lost", "tables/0/primaryKey"],
      ]);
    });
});

it("a change of a later source ends the run before the first source is read", async (context) => {
  const [own, other] = [await postgresql(), await mariadb(context)];
  stops.push(
    () => own.stop(),
    () => other.stop(),
  );
  await own.make("orders", first);
  await other.make("orders", changes["a dropped column"]);
  const both = testDocument(
    ["shop", "till"].map((source) => ({
      name: source,
      extraction: { language: "sql", source, script: "select * from orders" },
      columns: [plain("id", "integer"), plain("total", "decimal(12,2)")],
    })),
    { sources: ["shop", "till"].map((name) => ({ name, ref: name })) },
  );
  const events: Parameters<PipelineHarness["run"]>[2] = { events: [] };
  const sources = [own.source, { ...other.source, name: "till" }];
  expect(await refusal(harness.run(both, {}, { ...events, sources }))).toMatchObject({
    code: "column-missing",
    place: { stage: "extract", table: "till", column: "total" },
  });
  expect(events.events?.map(({ message }) => message)).not.toContain("source-opened");
});

describe("a table whose columns are made by a script", () => {
  const told = (events: readonly NewRunEvent[]) => events.map(({ message }) => message);
  const made = (table: object): ModuleDocument =>
    testDocument([{ name: "sales", columns: [plain("id", "integer"), plain("amount")], ...table }], {
      sources: [{ name: "shop", ref: "shop" }],
    });
  const transformed = made({
    extraction: { language: "sql", source: "shop", script: "select * from orders" },
    transformation: { language: "sql", script: "select id, total::varchar as amount from sales" },
  });
  let place: Place | undefined;
  const ready = async (): Promise<Place> => {
    if (!place) {
      const opened = await postgresql();
      stops.push(() => opened.stop());
      place = opened;
    }
    await place.make("orders", first);
    return place;
  };

  it("by its transformation: what the scripts name has to stay, and ends the run before a row is read", async () => {
    const at = await ready();
    const way = { document: transformed };
    const version = await versionOf(at, way);
    expect(version.provenance?.sources[0]?.columns?.map(({ column }) => column)).toEqual(["id", "total"]);
    await at.make("orders", changes["a dropped column"]);
    const events: NewRunEvent[] = [];
    expect(await refusal(publish(at, version, { ...way, events }))).toMatchObject({
      code: "column-missing",
      place: { stage: "extract", table: "sales", column: "total" },
    });
    await at.make("orders", changes["a changed type"]);
    expect(await refusal(publish(at, version, { ...way, events }))).toMatchObject({
      code: "source-type-changed",
      place: { stage: "extract", table: "sales", column: "total" },
      params: { was: "numeric(12,2)", now: "character varying(20)", casts: "decimal(12,2)" },
    });
    expect(told(events)).not.toContain("extracting");
    // Another document was approved knowing what is there now.
    const other = { ...version, manifest: { ...version.manifest, contentHash: "0".repeat(64) } };
    expect(told((await publish(at, other, way)).events)).toContain("source-type-changed");
  });

  it("by its transformation: what nobody names may come and go, and is told nowhere", async () => {
    const at = await ready();
    const way = { document: transformed };
    const version = await versionOf(at, way);
    await at.make("orders", { id: "integer", total: "decimal(12,2)", courier: "varchar(20)" });
    const { outcome } = await publish(at, version, way);
    expect(outcome.kind).toBe("published");
    expect(JSON.stringify(outcome)).not.toMatch(/courier|town/);
  });

  it("in Python: a column that it returns no more ends the run, another type is told", async (context) => {
    const interpreter = pythonOr(context, "ETLX_TEST_PYTHON");
    if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
    const python = pythonPool({
      environment: () => environmentOf(interpreter),
      root: path.join(folder, "pool"),
      limits: pythonLimits(60),
    });
    stops.unshift(() => python.close());
    const at = await ready();
    const script = "def extract(source):\n    return source.query('select * from orders')\n";
    const way = {
      python,
      document: made({
        extraction: { language: "python", source: "shop", script },
        columns: [plain("id", "integer"), plain("total", "decimal(12,2)")],
      }),
    };
    const version = await versionOf(at, way);
    expect(version.provenance?.sources[0]?.columns?.map(({ column }) => column)).toEqual(["id", "total"]);
    await at.make("orders", changes["a changed type"]);
    const changed = await publish(at, version, way);
    expect(changed.outcome.kind).toBe("published");
    expect(told(changed.events)).toEqual(
      expect.arrayContaining(["source-type-changed", "columns-left-behind"]),
    );
    await at.make("orders", changes["a dropped column"]);
    expect(await refusal(publish(at, version, way))).toMatchObject({
      code: "column-missing",
      place: { stage: "extract", table: "sales", column: "total" },
    });
  }, 120_000);
});
