import pg from "pg";
import { afterAll, beforeAll, expect, type TestContext, test, vi } from "vitest";
import type { z } from "zod";
import { hasJail } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import { freshDatabase, linkPythonEnvironment, pythonOr, type TestDatabase } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import { createModule } from "../modules/create-module.ts";
import { proposeMerges } from "../modules/propose-merges.ts";
import { createSource } from "../sources/create-source.ts";
import { suggestClasses } from "./suggest-classes.ts";

/** Classes and rules for columns that scripts in Python make, and their values to merge, from a run on a sample in the sandbox. */

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
/** Asks as the browser does: again once Python is there. */
async function asked<I extends z.ZodType, O extends z.ZodType>(
  context: TestContext,
  operation: Operation<I, O>,
  input: z.input<I> & { readonly waitedFor?: string },
  actor = engineer,
): Promise<z.output<O>> {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  if (!isLinked) await linkPythonEnvironment(python, harness.services.config.data.python);
  isLinked = true;
  return ask(operation, input, actor).catch(async (error: unknown) => {
    if (!(error instanceof AppError) || error.code !== "python-preparing") throw error;
    const waitedFor = String(error.params.preparation);
    await expect.poll(() => harness.services.python.progress(waitedFor), { timeout: 60_000 }).toBeUndefined();
    return asked(context, operation, { ...input, waitedFor }, actor);
  });
}
const suggested = (context: TestContext, module: string) =>
  asked(context, suggestClasses, { module, table: "made" });

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

test("values to merge are looked for among what a script transforms, and among what one extracts", async (context) => {
  const reviewer = await harness.actor("database-administrator");
  const spelt = `
    df["town"] = ["Городище" if one % 3 else "Гародище" for one in df["id"]]
    return df[["id", "town"]]
`;
  const town = { name: "town", datatype: "string" };
  const table = { columns: [{ name: "id", datatype: "integer" }, town] };
  const script = `def transform(df):${spelt}`;
  await made("spelt", { ...table, extraction, transformation: { language: "python", script } }, []);
  const own = `def extract(source):\n    df = source.read("people")${spelt}`;
  const extracted = { language: "python", source: "db", script: own };
  await made("spelt-at-once", { ...table, extraction: extracted }, []);
  for (const module of ["spelt", "spelt-at-once"]) {
    const search = { module, table: "made", column: "town", method: "levenshtein" as const };
    const found = await asked(context, proposeMerges, search, reviewer);
    expect(found).toMatchObject({ rows: people, more: 0 });
    expect(found.clusters).toEqual([{ to: "Городище", from: ["Гародище"], rows: people / 3 }]);
  }
});

test("a search for values to merge is told that Python is being made ready, and its failure to who waited", async () => {
  const preparing = new AppError("python-preparing", {
    preparation: crypto.randomUUID(),
    since: "",
    en: "",
    ru: "",
  });
  const waits: (string | undefined)[] = [];
  const clusters = harness.services.previews.clusters;
  const reviewer = await harness.actor("database-administrator");
  const spied = vi
    .spyOn(harness.services.previews, "clusters")
    .mockImplementation(async (_session, _request, _sources, waitedFor) => {
      waits.push(waitedFor);
      throw waitedFor === undefined ? preparing : new AppError("package-registry-unreachable");
    });
  try {
    const search = { module: "spelt", table: "made", column: "town", method: "fingerprint" as const };
    const codeOf = (work: Promise<unknown>) => work.catch(({ code }: AppError) => code);
    expect(await codeOf(ask(proposeMerges, search, reviewer))).toBe("python-preparing");
    const waitedFor = crypto.randomUUID();
    const again = ask(proposeMerges, { ...search, waitedFor }, reviewer);
    expect(await codeOf(again)).toBe("package-registry-unreachable");
    expect(waits).toEqual([undefined, waitedFor]);
  } finally {
    spied.mockRestore();
  }
  expect(harness.services.previews.clusters).toBe(clusters);
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
