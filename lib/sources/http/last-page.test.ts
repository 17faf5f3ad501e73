import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { fileSandbox } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import { answerJson, startHttpServer, type TestHttpServer } from "#lib/testing";
import type { SessionOptions } from "../definition.ts";
import { httpSourceSchema } from "./definition.ts";
import { httpDriver } from "./driver.ts";

// How pages end, and what a list is that has none.

const { signal } = new AbortController();
const driver = httpDriver({
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
});

let folder = "";
let api: TestHttpServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-http-end-"));
  api = await startHttpServer();
});
beforeEach(() => api.routes.clear());
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

const configOf = (table: object) =>
  httpSourceSchema.parse({
    baseUrl: `${api.url}/v1`,
    requestsPerSecond: 1000,
    tables: [{ table: "t", path: "items", ...table }],
  });

async function read(
  config: ReturnType<typeof configOf>,
  script = "select * from t",
  options: Partial<SessionOptions> = {},
) {
  const session = await driver.open(config, { runName: "r", signal, scratch: folder, ...options });
  try {
    const intake = await session.extract("t", script);
    if (intake.kind !== "database") throw new Error("a database file was expected");
    const instance = await DuckDBInstance.create(intake.file, { access_mode: "READ_ONLY" });
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(`select * from "${intake.table}"`);
    const rows = reader.getRowsJson();
    connection.closeSync();
    instance.closeSync();
    return { columns: intake.columns.map(({ name }) => name), rows };
  } finally {
    await session.close();
  }
}

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (error instanceof AppError) return error;
  throw new Error("an AppError was expected", { cause: error });
}

const all = Array.from({ length: 25 }, (_, n) => ({ id: n }));
const expected = all.map(({ id }) => String(id));
const slice = (from: number) => all.slice(from, from + 10);
const ids = (rows: readonly unknown[][]) =>
  rows.map(([id]) => String(id)).toSorted((a, b) => Number(a) - Number(b));

it("pages by number or offset end with a 404, where the settings say that this is the end", async () => {
  for (const [pagination, from] of [
    ["page", (n: number) => (n - 1) * 10],
    ["offset", (n: number) => n],
  ] as const) {
    api.routes.set("/v1/items", (request, response, url) => {
      const rows = slice(from(Number(url.searchParams.get(pagination))));
      answerJson(rows.length === 0 ? "gone" : rows, rows.length === 0 ? 404 : 200)(request, response, url);
    });
    expect(ids((await read(configOf({ pagination, endsWith404: true }))).rows)).toEqual(expected);
    const error = await errorOf(read(configOf({ pagination })));
    expect([error.code, error.params.status]).toEqual(["api-status", 404]);
  }
  // Where nothing came there is nothing that ends; another failure is none.
  for (const status of [404, 410]) {
    api.routes.set("/v1/items", answerJson("gone", status));
    const error = await errorOf(read(configOf({ pagination: "page", endsWith404: true })));
    expect([error.code, error.params.status]).toEqual(["api-status", status]);
  }
  api.routes.set("/v1/items", (request, response, url) =>
    answerJson(slice(0), url.searchParams.get("page") === "1" ? 200 : 410)(request, response, url),
  );
  const gone = await errorOf(read(configOf({ pagination: "page", endsWith404: true })));
  expect([gone.code, gone.params.status]).toEqual(["api-status", 410]);
});

it("pages without a record are a table without rows, of the columns that the script or the document names", async () => {
  api.routes.set("/v1/items", answerJson({ data: [] }));
  const config = configOf({ records: "data" });
  const found = await read(config, `select id, lower("the name") as n from t where town = 'x' and id > '1'`);
  expect(found).toMatchObject({ columns: ["id", "n"], rows: [] });
  expect((await errorOf(read(config))).code).toBe("api-no-records");
  const named = { named: (table: string) => (table === "t" ? ["id", "town"] : []) };
  expect(await read(config, "select * from t", named)).toMatchObject({
    columns: ["id", "town"],
    rows: [],
  });
  expect((await errorOf(driver.introspect(config, signal))).code).toBe("api-no-records");
  // A place that is not there is another answer than was expected.
  expect((await errorOf(read(configOf({ records: "rows" }), "select id from t"))).code).toBe(
    "api-records-missing",
  );
});
