import pg from "pg";
import { afterAll, beforeAll, expect, type TestContext, test, vi } from "vitest";
import type { z } from "zod";
import type { TableSuggestions } from "#lib/contracts";
import { hasJail } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import { freshDatabase, linkPythonEnvironment, pythonOr, type TestDatabase } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { createModule } from "../modules/create-module.ts";
import { createSource } from "../sources/create-source.ts";
import { suggestClasses } from "./suggest-classes.ts";

/** Classes and rules for columns that scripts in Python make, from a run on a sample in the sandbox. */

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let harness: TestServices;
let database: TestDatabase;
let engineer: Actor;
const people = 300;

beforeAll(async () => {
  harness = await testServices("scripted");
  database = await freshDatabase("scripted");
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    create table people (id int primary key, parts text, login text, state text);
    insert into people select n, 'Гремислав;Перепёлкин' || chr(1072 + n % 30) || ';Добрынич', 'gremislav' || n, 'new'
      from generate_series(1, ${people}) n;`);
  await client.end();
  const url = new URL(database.url);
  const config = {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password) || "any",
  };
  const admin = await harness.actor("administrator");
  engineer = await harness.actor("data-engineer");
  await ask(createSource, { name: "people-db", kind: "postgresql", config }, admin);
});
afterAll(async () => {
  await harness?.close();
  await database?.drop();
});

function ask<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  input: z.input<I>,
  actor = engineer,
) {
  const signal = AbortSignal.timeout(200_000);
  return perform(operation, { services: harness.services, actor, origin: { local: false }, signal }, input);
}

let isLinked = false;
async function suggested(
  context: TestContext,
  module: string,
  waitedFor?: string,
): Promise<TableSuggestions> {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  if (!isLinked) await linkPythonEnvironment(python, harness.services.config.data.python);
  isLinked = true;
  const asked = { module, table: "made", ...(waitedFor ? { waitedFor } : {}) };
  return ask(suggestClasses, asked).catch(async (error: unknown) => {
    if (!(error instanceof AppError) || error.code !== "python-preparing") throw error;
    const id = String(error.params.preparation);
    await expect.poll(() => harness.services.python.progress(id), { timeout: 60_000 }).toBeUndefined();
    return suggested(context, module, id);
  });
}

const made = (module: string, more: object, columns: readonly string[]) =>
  ask(createModule, {
    document: {
      "@type": "DataModule",
      format: 2,
      name: module,
      sources: [{ name: "db", ref: "people-db" }],
      tables: [{ name: "made", columns: columns.map((name) => ({ name })), ...more }],
    },
  });
const extraction = { language: "sql", source: "db", script: "select * from people" };
const transform = `
def transform(df):
    df["c1"] = df["parts"].str.replace(";", " ")
    df["c2"] = df["login"] + "@pochta.test"
    df["c3"] = df["id"] * 7919
    df["c4"] = df["parts"].str.len().astype(str) + df["login"]
    return df[["c1", "c2", "c3", "c4", "state"]]
`;
const columns = ["c1", "c2", "c3", "c4", "state"];

test("columns that a transformation makes are classed by what it makes of a sample", async (context) => {
  await made(
    "transformed",
    { extraction, transformation: { language: "python", script: transform } },
    columns,
  );
  const found = await suggested(context, "transformed");
  expect([found.rows, found.skipped]).toEqual([people, undefined]);
  expect(found.columns.map(({ name, kind, privacyClass }) => [name, kind, privacyClass])).toEqual([
    ["c1", "full-name", "direct-identifier"],
    ["c2", "email", "direct-identifier"],
    ["c3", undefined, "sensitive"],
    ["c4", undefined, "sensitive"],
    ["state", undefined, "insensitive"],
  ]);
  // What nobody understands is left out; only what was seen to be harmless stays as it is.
  for (const { name, anonymize } of found.columns)
    expect([name, anonymize === undefined]).toEqual([name, name === "state"]);
  expect(JSON.stringify(found)).not.toMatch(/gremislav|Гремислав/);
});

test("so are columns that a script extracts", async (context) => {
  const script = `
def extract(source):
    df = source.read("people")
    df["mail"] = df["login"] + "@pochta.test"
    return df[["mail", "state"]]
`;
  await made("extracted", { extraction: { language: "python", source: "db", script } }, ["mail", "state"]);
  const found = await suggested(context, "extracted");
  expect([found.rows, found.skipped]).toEqual([people, undefined]);
  expect(found.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ["mail", "email"],
    ["state", undefined],
  ]);
});

test("a script that does not run is told with its line, and nothing is said of its columns", async (context) => {
  const script = "def transform(df):\n    return df['gremislav']\n";
  await made("stuck", { extraction, transformation: { language: "python", script } }, columns);
  const found = await suggested(context, "stuck");
  expect(found).toMatchObject({ rows: 0, columns: [] });
  expect(found.skipped?.en).toContain("KeyError at line 2");
  expect(found.skipped?.ru).toContain("KeyError в строке 2");
  expect(JSON.stringify(found)).not.toContain("gremislav");
});
