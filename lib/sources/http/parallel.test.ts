import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { fileSandbox } from "#lib/engine/server";
import { answerJson, startHttpServer, type TestHttpServer } from "#lib/testing";
import { httpSourceSchema } from "./definition.ts";
import { httpDriver } from "./driver.ts";

// Several tables of an API that one script reads.

let api: TestHttpServer;
let folder = "";
beforeAll(async () => {
  api = await startHttpServer();
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-http-parallel-"));
});
beforeEach(() => {
  api.routes.clear();
  api.requests.length = 0;
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

const driver = httpDriver(
  {
    network: { privateHosts: "all" },
    files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
  },
  { most: 2, firstMilliseconds: 5, longestMilliseconds: 20, longestAskedMilliseconds: 100 },
);
const tables = ["alpha", "beta", "gamma", "delta"];
const script = tables.map((table) => `select id from ${table}`).join(" union all ");
const open = (extra: object) =>
  driver.open(
    httpSourceSchema.parse({
      baseUrl: api.url,
      auth: "none",
      requestsPerSecond: 1000,
      tables: tables.map((table) => ({ table, path: table })),
      ...extra,
    }),
    { runName: "r", signal: new AbortController().signal, scratch: folder },
  );

async function rowsOf(extra: object) {
  const session = await open(extra);
  try {
    const intake = await session.extract("t", script);
    if (intake.kind !== "database") throw new TypeError("a database file was expected");
    const instance = await DuckDBInstance.create(intake.file);
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(`select * from ${intake.table}`)).getRowsJson();
    connection.closeSync();
    instance.closeSync();
    return rows;
  } finally {
    await session.close();
  }
}

it.each([1, 2, 4])("%i at once, and the same rows in the same order", async (tablesAtOnce) => {
  let running = 0;
  let most = 0;
  for (const [at, table] of tables.entries())
    api.routes.set(`/${table}`, async (request, response, url) => {
      most = Math.max(most, ++running);
      await sleep(30 * (tables.length - at));
      running--;
      answerJson([{ id: `${table} 1` }, { id: `${table} 2` }])(request, response, url);
    });
  expect(await rowsOf({ tablesAtOnce })).toEqual(tables.flatMap((table) => [[`${table} 1`], [`${table} 2`]]));
  expect(most).toBe(tablesAtOnce);
});

it("one that fails names itself and leaves the others, which another look asks for again", async () => {
  let isBroken = true;
  for (const table of tables)
    api.routes.set(`/${table}`, async (request, response, url) => {
      const status = isBroken && table === "beta" ? 404 : 200;
      if (status === 200 && isBroken) await sleep(2000);
      if (!response.destroyed) answerJson([{ id: table }], status)(request, response, url);
    });
  const session = await open({ tablesAtOnce: 2 });
  const startedAt = performance.now();
  await expect(session.extract("t", script)).rejects.toMatchObject({
    code: "api-status",
    place: { table: "beta" },
  });
  expect(performance.now() - startedAt).toBeLessThan(1500);
  expect(api.requests.map((request) => request.path).sort()).toEqual(["/alpha", "/beta"]);
  isBroken = false;
  expect(await session.extract("t", script)).toMatchObject({ kind: "database" });
  await session.close();
});

it("a token that ends in the middle of several tables is asked for once, and each request goes on", async () => {
  let given = 0;
  let taken = 1;
  api.routes.set("/token", (request, response, url) =>
    answerJson({ access_token: `token-${++given}`, expires_in: 3600 })(request, response, url),
  );
  for (const table of tables)
    api.routes.set(`/${table}`, async (request, response, url) => {
      const isTaken = request.headers.authorization === `Bearer token-${taken}`;
      await sleep(20);
      const page = Number(url.searchParams.get("page"));
      const rows = page < 4 ? [{ id: `${table} ${page}` }] : [];
      answerJson(isTaken ? { rows } : {}, isTaken ? 200 : 401)(request, response, url);
      // After the first pages the server takes the next token only.
      if (table === "alpha" && url.searchParams.get("page") === "1") taken = 2;
    });
  const session = await open({
    auth: "oauth2",
    tokenUrl: `${api.url}/token`,
    clientId: "app",
    clientSecret: "s",
    tablesAtOnce: 4,
    tables: tables.map((table) => ({
      table,
      path: table,
      records: "rows",
      pagination: "page",
      parameter: "page",
    })),
  });
  const intake = await session.extract("t", script);
  expect([intake.kind, session.cost().rows, given]).toEqual(["database", 12, 2]);
  expect(session.cost().files).toBe(4);
  await session.close();
});
