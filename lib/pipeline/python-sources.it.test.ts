import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, it, type TestContext } from "vitest";
import { environmentOf, fileSandbox, hasJail, type PythonPool, pythonPool } from "#lib/engine/server";
import type { SourceDriver } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import {
  answerJson,
  PipelineHarness,
  plain,
  pythonOr,
  s3Or,
  startHttpServer,
  type TestHttpServer,
  type TestS3,
  testDocument,
} from "#lib/testing";
import { pythonLimits } from "./scripts/python-limits.ts";

/** Extraction scripts over sources that are files in the end, in the real sandbox: what they may ask for, and what they get. */

let folder = "";
let harness: PipelineHarness;
let api: TestHttpServer;
let pool: PythonPool | undefined;
const stops: (() => Promise<unknown>)[] = [];
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-python-sources-"));
  harness = await PipelineHarness.open();
  api = await startHttpServer();
});
beforeEach(() => {
  api.requests.length = 0;
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await pool?.close();
  await api.close();
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

async function poolOr(context: TestContext): Promise<PythonPool> {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  pool ??= pythonPool({
    environment: () => environmentOf(python),
    root: at("pool"),
    limits: pythonLimits(60),
  });
  return pool;
}

async function extract(context: TestContext, kind: string, config: unknown, body: readonly string[]) {
  const files = fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 });
  const driver = findSourceDriver(kind, { network: { privateHosts: "all" }, files });
  return extractBy(context, kind, driver, config, body);
}

async function extractBy(
  context: TestContext,
  kind: string,
  driver: SourceDriver,
  config: unknown,
  body: readonly string[],
) {
  const script = ["import pandas as pd", "def extract(source):", ...body.map((line) => `    ${line}`)];
  const document = testDocument(
    [
      {
        name: "made",
        extraction: { language: "python", source: "given", script: script.join("\n") },
        columns: [plain("id"), plain("what")],
      },
    ],
    { sources: [{ name: "given", ref: "given" }] },
  );
  const source = { name: "given", kind, driver, config };
  const python = await poolOr(context);
  const run = await harness.run(document, {}, { sources: [source], python });
  return {
    rows: await run.rows("made"),
    files: run.outcome.reports.provenance.sources[0]?.files ?? [],
    cost: run.outcome.reports.provenance.sources[0]?.cost,
  };
}

/** One row of what a script found under its path. */
const got = (path: string) => [
  `return pd.DataFrame({"id": ["got"], "what": [source.get(${JSON.stringify(path)}).decode()]})`,
];
const refused = (reason: string) => ({
  code: "script-refused",
  message: expect.stringContaining(reason),
  place: { stage: "extract", table: "made" },
});

describe("files", () => {
  const config = () => ({
    files: [
      { table: "people", path: at("in", "year=*", "*.csv") },
      { table: "note", path: at("in", "note.csv") },
    ],
  });
  beforeAll(async () => {
    for (const year of ["2023", "2024"]) {
      await mkdir(at("in", `year=${year}`), { recursive: true });
      await writeFile(at("in", `year=${year}`, "part.csv"), `id,what\n${year},w\n`);
    }
    await writeFile(at("in", "note.csv"), "id,what\n1,é\n");
    await writeFile(at("in", "beside.csv"), "id,what\n1,secret\n");
  });

  it("gives what it lists, and nothing that lies beside it", async (context) => {
    const whole = await extract(context, "files", config(), got(at("in", "note.csv")));
    expect(whole.rows).toEqual([{ id: "got", what: "id,what\n1,é\n" }]);
    const [named] = (await extract(context, "files", config(), got("year=2024/part.csv"))).rows;
    expect(named?.what).toBe("id,what\n2024,w\n");
    for (const none of ["part.csv", at("in", "beside.csv"), "../in/note.csv", "/etc/passwd", ""])
      await expect(extract(context, "files", config(), got(none))).rejects.toMatchObject(
        refused("no such path"),
      );
  });

  it("answers queries and tables beside", async (context) => {
    const { rows } = await extract(context, "files", config(), [
      'df = source.query("select id, year as what from people order by id")',
      'return pd.concat([df, source.read("note")], ignore_index=True).astype("string")',
    ]);
    expect(rows).toEqual([
      { id: "1", what: "é" },
      { id: "2023", what: "2023" },
      { id: "2024", what: "2024" },
    ]);
  });

  it("does not count its rows against those that a script makes of a path", async (context) => {
    const body = (rest: string) => [
      `df = source.query("select id, what from note")`,
      `more = ${rest}`,
      'return pd.concat([df, pd.DataFrame({"id": ["x"] * 50, "what": [more] * 50})], ignore_index=True)',
    ];
    const { rows } = await extract(context, "files", config(), body('source.get("note.csv").decode()'));
    expect(rows.length).toBe(51);
    await expect(extract(context, "files", config(), body('"none"'))).rejects.toMatchObject({
      code: "rows-multiplied",
      params: { rows: 1, made: 51 },
    });
  });

  it("gives no more of a path than a script may hold", async (context) => {
    await writeFile(at("in", "large.csv"), "id,what\n");
    await truncate(at("in", "large.csv"), 2 ** 28 + 1);
    const large = { files: [{ table: "large", path: at("in", "large.csv"), format: "csv" }] };
    await expect(extract(context, "files", large, got("large.csv"))).rejects.toMatchObject(refused("256 MB"));
  });
});

it("keeps of what a script has asked nothing beyond the answer", async (context) => {
  await writeFile(at("kept.csv"), "id,what\n1,a\n");
  const files = fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 });
  const driver = findSourceDriver("files", { network: { privateHosts: "all" }, files });
  const made: string[] = [];
  const left: boolean[] = [];
  const watched: SourceDriver = {
    ...driver,
    open: async (config, options) => {
      const session = await driver.open(config, options);
      const extract: typeof session.extract = async (...asked) => {
        left.push(...made.map((file) => existsSync(file)));
        const intake = await session.extract(...asked);
        if (intake.kind === "database") made.push(intake.file);
        return intake;
      };
      return { ...session, extract };
    },
  };
  const config = { files: [{ table: "kept", path: at("kept.csv") }] };
  const { rows } = await extractBy(context, "files", watched, config, [
    'dfs = [source.query(f"select {n}::text as id, what from kept") for n in range(3)]',
    "return pd.concat(dfs, ignore_index=True)",
  ]);
  expect(rows.map(({ id }) => id)).toEqual(["0", "1", "2"]);
  expect([made.length, left]).toEqual([3, [false, false, false]]);
});

it("S3 gives the objects that its tables have, each fetched once", async (context) => {
  const server: TestS3 = await s3Or(context);
  stops.push(() => server.stop());
  const put = async (key: string, text: string) => {
    await mkdir(path.dirname(path.join(server.folder, key)), { recursive: true });
    await writeFile(path.join(server.folder, key), text);
  };
  await put("out/1.csv", "id,what\n1,a\n");
  await put("out/2.csv", "id,what\n2,b\n");
  await put("other/3.csv", "id,what\n3,c\n");
  const config = { ...server.connection, tables: [{ table: "out", key: "out/*.csv" }] };
  const { rows, files } = await extract(context, "s3", config, [
    'alone = source.get("out/2.csv").decode()',
    'df = source.query("select id, what from out order by id").astype("string")',
    'again = source.get("1.csv").decode()',
    'return pd.concat([df, pd.DataFrame({"id": ["3 got", "4 again"], "what": [alone, again]})], ignore_index=True)',
  ]);
  expect(rows).toEqual([
    { id: "1", what: "a" },
    { id: "2", what: "b" },
    { id: "3 got", what: "id,what\n2,b\n" },
    { id: "4 again", what: "id,what\n1,a\n" },
  ]);
  expect(files.map(({ table, bytes }) => [table, bytes])).toEqual([
    ["out", 12],
    ["out", 12],
  ]);
  await expect(extract(context, "s3", config, got("other/3.csv"))).rejects.toMatchObject(
    refused("no such path"),
  );
});

describe("an HTTP API", () => {
  const config = () => ({
    baseUrl: `${api.url}/v1`,
    auth: "header",
    headerName: "X-Key",
    headerValue: "very-secret",
    requestsPerSecond: 1000,
    tables: [{ table: "items", path: "items" }],
  });

  it("gives what lies below its base address, with its credentials, and its tables", async (context) => {
    api.routes.set("/v1/items", answerJson([{ id: 1, what: "a" }]));
    api.routes.set("/v1/one", (_request, response, url) => response.end(`one${url.search}`));
    const { rows, files, cost } = await extract(context, "http", config(), [
      'df = source.read("items").astype("string")',
      'one = source.get("/one?of=2").decode()',
      'return pd.concat([df, pd.DataFrame({"id": ["got"], "what": [one]})], ignore_index=True)',
    ]);
    expect(rows).toEqual([
      { id: "1", what: "a" },
      { id: "got", what: "one?of=2" },
    ]);
    expect(api.requests.map(({ path: of, headers }) => [of, headers["x-key"]])).toEqual([
      ["/v1/items", "very-secret"],
      ["/v1/one?of=2", "very-secret"],
    ]);
    // What a script asked for may be one person: its hash would let them be guessed.
    expect(files.map(({ table }) => table)).toEqual(["items"]);
    expect(cost).toMatchObject({ files: 2, bytes: (files[0]?.bytes ?? 0) + "one?of=2".length });
  });

  it("is asked for nothing beside, above or elsewhere", async (context) => {
    api.routes.set("/admin", answerJson("{}"));
    const other = await startHttpServer();
    stops.push(() => other.close());
    for (const none of [
      "../admin",
      "%2e%2e/admin",
      `${other.url}/x`,
      "//127.0.0.1/x",
      "\\\\\\\\h\\\\x",
      "a b",
    ])
      await expect(extract(context, "http", config(), got(none))).rejects.toMatchObject(
        refused("no such path"),
      );
    expect(api.requests).toEqual([]);
    api.routes.set("/v1/away", (_request, response) =>
      response.writeHead(302, { location: `${other.url}/x` }).end(),
    );
    other.routes.set("/x", answerJson("{}"));
    await expect(extract(context, "http", config(), got("away"))).rejects.toMatchObject({
      code: "api-redirect-refused",
    });
    expect(other.requests.map(({ headers }) => headers["x-key"])).toEqual([undefined]);
  });
});

it("SQLite answers queries and tables, and has no paths", async (context) => {
  const database = new DatabaseSync(at("shop.db"));
  database.exec("create table item (id text, what text); insert into item values ('1', 'a'), ('2', null)");
  database.close();
  const config = { path: at("shop.db") };
  const { rows } = await extract(context, "sqlite", config, [
    'df = source.query("select id, what from item where id = 1")',
    'return pd.concat([df, source.read("item")], ignore_index=True)',
  ]);
  expect(rows).toEqual([
    { id: "1", what: "a" },
    { id: "1", what: "a" },
    { id: "2", what: null },
  ]);
  await expect(extract(context, "sqlite", config, got("shop.db"))).rejects.toMatchObject(
    refused("has no paths"),
  );
});
