import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it, type TestContext } from "vitest";
import { environmentOf, fileSandbox, hasJail, type PythonPool, pythonPool } from "#lib/engine/server";
import type { BoundSource } from "#lib/pipeline";
import { parsePostgresSource } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import {
  boundRows,
  freshDatabase,
  mariadbOr,
  PipelineHarness,
  plain,
  pythonOr,
  type TestDatabase,
  testDocument,
} from "#lib/testing";
import { pythonLimits } from "./scripts/python-limits.ts";

/** What an extraction script in Python holds in its hands: the values that its source has, of the types that they have there. */

let folder = "";
let harness: PipelineHarness;
let database: TestDatabase;
let client: pg.Client;
let pool: PythonPool | undefined;
const stops: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-python-values-"));
  harness = await PipelineHarness.open();
  database = await freshDatabase("python_values");
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await pool?.close();
  await client.end();
  await database.drop();
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

const tools = {
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
} as const;

async function sandboxes(context: TestContext): Promise<PythonPool> {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  pool ??= pythonPool({ environment: () => environmentOf(python), root: folder, limits: pythonLimits(60) });
  return pool;
}

/** Runs a script that says what it found: for each column, the type and the value of each row. */
async function found(context: TestContext, source: BoundSource, query: string) {
  const script = `
import pandas as pd
def extract(source):
    df = source.query(${JSON.stringify(query)})
    held = [(name, type(value).__name__, str(value)) for name in df.columns for value in df[name]]
    return pd.DataFrame({"held": [" ".join(one) for one in held]})
`;
  const document = testDocument(
    [
      {
        name: "t",
        extraction: { language: "python", source: source.name, script },
        columns: [plain("held")],
      },
    ],
    { sources: [{ name: source.name, ref: source.name }] },
  );
  const run = await harness.run(document, {}, { sources: [source], python: await sandboxes(context) });
  return {
    held: (await run.rows("t")).map(({ held }) => held).toSorted(),
    texts: run.events.flatMap(({ message, params }) =>
      message === "extracted-as-text" ? [params?.columns] : [],
    ),
  };
}

const postgres = (): BoundSource => ({
  name: "given",
  kind: "postgresql",
  driver: findSourceDriver("postgresql", tools),
  config: parsePostgresSource(database.url),
});

it("PostgreSQL: binary is bytes; what no type of ours holds is the source's own text", async (context) => {
  await client.query(`
    create table thing (bin bytea, day date, price numeric(10,2), at timestamp);
    insert into thing values ('\\xdeadbeef00', '2024-02-29', 10.50, '2024-02-29 01:02:03'), ('', '0001-01-01', null, null)`);
  expect(await found(context, postgres(), "select bin, day, price, at from thing")).toEqual({
    held: [
      "at NaTType NaT",
      "at Timestamp 2024-02-29 01:02:03",
      "bin bytes b''",
      "bin bytes b'\\xde\\xad\\xbe\\xef\\x00'",
      "day date 0001-01-01",
      "day date 2024-02-29",
      "price Decimal 10.50",
      "price NAType <NA>",
    ],
    texts: [],
  });
  await client.query("insert into thing values (null, '0044-03-15 BC', 'NaN', 'infinity')");
  const { held, texts } = await found(context, postgres(), "select bin, day, price, at from thing");
  expect(texts).toEqual(["day, price, at"]);
  expect(held).toEqual(
    expect.arrayContaining([
      "at str infinity",
      "bin bytes b'\\xde\\xad\\xbe\\xef\\x00'",
      "bin NAType <NA>",
      "day str 0044-03-15 BC",
      "day str 2024-02-29",
      "price str 10.50",
      "price str NaN",
    ]),
  );
});

it("MariaDB: binary is bytes, and a date of zero is the source's own text", async (context) => {
  const server = await mariadbOr(context);
  stops.push(() => server.stop());
  const { host, port, user, password } = server;
  const source = {
    name: "given",
    kind: "mysql",
    driver: findSourceDriver("mysql", tools),
    config: { host, port, user, password, database: "shop" },
  };
  await server.admin.query("set sql_mode = ''");
  await server.admin.query("create table thing (bin varbinary(9), day date)");
  await server.admin.query("insert into thing values (x'deadbeef00', '2024-02-29')");
  expect(await found(context, source, "select bin, day from thing")).toEqual({
    held: ["bin bytes b'\\xde\\xad\\xbe\\xef\\x00'", "day date 2024-02-29"],
    texts: [],
  });
  await server.admin.query("insert into thing values (x'', '0000-00-00')");
  expect(await found(context, source, "select bin, day from thing")).toEqual({
    held: [
      "bin bytes b''",
      "bin bytes b'\\xde\\xad\\xbe\\xef\\x00'",
      "day str 0000-00-00",
      "day str 2024-02-29",
    ],
    texts: ["day"],
  });
});

it("refuses rows that did not all arrive", async (context) => {
  const whole = boundRows({ t: { columns: ["a"], rows: [["1"], ["2"]] } });
  const lossy: BoundSource = {
    ...whole,
    name: "given",
    driver: {
      ...whole.driver,
      open: async (...given) => {
        const session = await whole.driver.open(...given);
        return {
          ...session,
          extract: async (...asked) => ({ ...(await session.extract(...asked)), rowsSent: () => 3 }),
        };
      },
    },
  };
  await expect(found(context, lossy, "t")).rejects.toMatchObject({
    code: "extraction-incomplete",
    params: { table: "t", sent: 3, read: 2 },
  });
});

it("a script that is out of time leaves no query to its source", async (context) => {
  const script = `def extract(source):\n    return source.query("select pg_sleep(100)::text as held")`;
  const document = testDocument(
    [{ name: "t", extraction: { language: "python", source: "given", script }, columns: [plain("held")] }],
    { sources: [{ name: "given", ref: "given" }] },
  );
  const options = { sources: [postgres()], python: await sandboxes(context), scriptSeconds: 3 };
  const begun = performance.now();
  await expect(harness.run(document, {}, options)).rejects.toMatchObject({
    code: "script-limit",
    params: { resource: "time" },
  });
  expect(performance.now() - begun).toBeLessThan(20_000);
  const { rows } = await client.query(
    "select query from pg_stat_activity where state = 'active' and query like '%pg_sleep(100)%' and pid <> pg_backend_pid()",
  );
  expect(rows).toEqual([]);
});
