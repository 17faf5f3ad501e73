import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { afterAll, beforeAll, expect, it, type TestContext } from "vitest";
import type { NewRunEvent } from "#lib/contracts";
import { environmentOf, fileSandbox, hasJail, type PythonPool, pythonPool } from "#lib/engine/server";
import { AppError, errorText } from "#lib/kernel";
import { parsePostgresSource } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import { describeError } from "#lib/telemetry/server";
import {
  freshDatabase,
  PipelineHarness,
  plain,
  pythonOr,
  startHttpServer,
  type TestDatabase,
  type TestHttpServer,
  testDocument,
} from "#lib/testing";
import { pythonLimits } from "./scripts/python-limits.ts";

/**
 * A script in Python puts values of the data into what it asks its source for. What its source says of that is read by people who
 * may not see the data: it names what the script says itself.
 */

const surname = "Иванова";
/** As it goes through an address. */
const coded = Buffer.from(surname).toString("hex");

let folder = "";
let harness: PipelineHarness;
let database: TestDatabase;
let api: TestHttpServer;
let pool: PythonPool | undefined;
const at = (name: string) => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-python-told-"));
  harness = await PipelineHarness.open();
  api = await startHttpServer();
  api.routes.set("/people", (_request, response) => response.end(JSON.stringify([{ surname }])));
  api.routes.set("/go", (_request, response, { searchParams }) =>
    response.writeHead(302, { location: searchParams.get("to") ?? "" }).end(),
  );
  database = await freshDatabase("python_told");
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const rows = `create table visit (surname text); insert into visit values ('${surname}')`;
  await client.query(rows);
  await client.end();
  const file = new DatabaseSync(at("visits.db"));
  file.exec(rows);
  file.close();
  await writeFile(at("visit.csv"), `surname\n${surname}\n`);
});
afterAll(async () => {
  await pool?.close();
  await api.close();
  await database.drop();
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

const configs: Readonly<Record<string, () => unknown>> = {
  postgresql: () => parsePostgresSource(database.url),
  sqlite: () => ({ path: at("visits.db") }),
  files: () => ({ files: [{ table: "visit", path: at("visit.csv") }] }),
  http: () => ({ baseUrl: api.url, requestsPerSecond: 1000, tables: [{ table: "visit", path: "people" }] }),
};

/** Asks for a surname first, in the second line of the script, and then for what depends on it, in the fourth. */
async function ask(context: TestContext, kind: string, then: string) {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  pool ??= pythonPool({ environment: () => environmentOf(python), root: folder, limits: pythonLimits(60) });
  const script = `def extract(source):
    name = source.query("select surname from visit").surname[0]
    text = str
    df = ${then}
    return df.astype("string").set_axis(["id"], axis=1)`;
  const document = testDocument(
    [{ name: "made", extraction: { language: "python", source: "given", script }, columns: [plain("id")] }],
    { sources: [{ name: "given", ref: "given" }] },
  );
  const files = fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 });
  const driver = findSourceDriver(kind, { network: { privateHosts: "all" }, files });
  const sources = [{ name: "given", kind, driver, config: configs[kind]?.() }];
  const events: NewRunEvent[] = [];
  const error = await harness.run(document, {}, { sources, python: pool, events }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, events };
}

async function told(context: TestContext, kind: string, then: string) {
  const { error, events } = await ask(context, kind, then);
  if (!(error instanceof AppError)) throw new Error("an error of the source was expected", { cause: error });
  const all = JSON.stringify([error.toData(), errorText(error.toData()), events, describeError(error)]);
  for (const value of [surname, coded]) expect(all).not.toContain(value);
  expect(error.place).toEqual({ stage: "extract", table: "made", line: 4 });
  return { code: error.code, message: error.message };
}

it.for([
  ["postgresql", 'source.query(f"select * from visit where surname = {name}")', "source-missing-relation"],
  ["postgresql", "source.read(name)", "source-missing-relation"],
  ["postgresql", `source.query(f'select 1 as "{name}", 2 as "{name}"')`, "source-column-repeated"],
  ["sqlite", 'source.query(f"select * from visit where surname = {name}")', "source-missing-relation"],
  ["sqlite", "source.read(name)", "source-missing-relation"],
  ["files", "source.read(name)", "script-refused"],
  ["files", 'source.query(f"select {name}(1)\\n from visit where")', "script-failed"],
  ["files", `source.query(f'select 1 as "{name}", 2 as "{name}"')`, "source-column-repeated"],
  ["http", "source.read(name)", "script-refused"],
  ["http", 'source.get("of/" + name.encode().hex())', "api-status"],
  ["http", 'source.get("go?to=http://" + name.encode().hex() + ".invalid/")', "host-unknown"],
] as const)("%s, asked with %s, does not tell a value", async ([kind, then, code], context) => {
  expect(await told(context, kind, then)).toMatchObject({ code });
});

it("names what the script says itself, and where it asks", async (context) => {
  const wrong = 'source.query(f"select surnam from visit -- {name}")';
  expect((await told(context, "postgresql", wrong)).message).toMatch(/^Table made: .* has no surnam\.$/);
  const dotted = `source.query(f'select * from clinic."Old Visits" -- {name}')`;
  expect((await told(context, "postgresql", dotted)).message).toMatch(/ has no clinic\."Old Visits"\.$/);
  const half = "source.query(f'select * from clinic.\"{name}\"')";
  expect((await told(context, "postgresql", half)).message).toMatch(/ has no clinic\.…\.$/);
  expect((await told(context, "files", 'source.read("visits")')).message).toContain(
    "line 4: it may not read visits:",
  );
  expect((await told(context, "files", "source.read(name)")).message).toContain(
    "line 4: it may not read …: only the tables",
  );
});

it("names no column that a value has named where it reads it as text", async (context) => {
  const old = `source.query(f"select date '0044-03-15 BC' as \\"{name}\\"")`;
  const { error, events } = await ask(context, "postgresql", old);
  expect(error).toBeUndefined();
  expect(JSON.stringify(events)).not.toContain(surname);
  const texts = events.filter(({ message }) => message === "extracted-as-text");
  expect(texts.map(({ params }) => params?.columns)).toEqual(["… (1)"]);
});
