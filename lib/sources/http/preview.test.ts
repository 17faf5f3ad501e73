import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileSandbox } from "#lib/engine/server";
import { answerJson, startHttpServer, type TestHttpServer } from "#lib/testing";
import { httpSourceSchema } from "./definition.ts";
import { httpDriver } from "./driver.ts";

const { signal } = new AbortController();
const driver = httpDriver({
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
});

let folder = "";
let api: TestHttpServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-http-preview-"));
  await mkdir(path.join(folder, "scratch"));
  api = await startHttpServer();
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

describe("a preview of an API", () => {
  /** Ten pages of five records, by number. */
  const pages = () =>
    api.routes.set("/v1/items", (request, response) => {
      const page = Number(new URL(request.url ?? "", api.url).searchParams.get("page"));
      const records = page > 10 ? [] : [1, 2, 3, 4, 5].map((n) => ({ id: (page - 1) * 5 + n }));
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(records));
    });
  const paged = () =>
    httpSourceSchema.parse({
      baseUrl: `${api.url}/v1`,
      requestsPerSecond: 1000,
      tables: [{ table: "t", path: "items", pagination: "page", parameter: "page" }],
    });

  async function look(keep: string | undefined, sample: number | undefined, script = "select id from t") {
    api.requests.length = 0;
    const scratch = path.join(folder, "scratch");
    const options = { runName: "r", signal, scratch, sample, keep };
    const session = await driver.open(paged(), options);
    try {
      await session.describe("t", script);
      await session.extract("t", script);
    } finally {
      await session.close();
    }
    return api.requests.length;
  }

  it("asks for as many pages as its sample needs, and for none again while it lasts", async () => {
    pages();
    const keep = path.join(folder, "kept");
    expect(await look(keep, 7)).toBe(2);
    expect(await look(keep, 7)).toBe(0);
    expect(await look(keep, 10)).toBe(0);
    expect(await look(keep, 11)).toBe(3);
    // A condition may refuse every row of a page.
    expect(await look(keep, 7, "select id from t where id = '49'")).toBeGreaterThanOrEqual(10);
    expect(await look(keep, 7, "select count(*) as n from t")).toBe(0);
    expect(await look(keep, undefined)).toBe(0);
    await rm(keep, { recursive: true });
  });

  it("of one source shows no rows of another, which asks with other credentials", async () => {
    api.routes.set("/v1/mine", (request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify([{ id: request.headers["x-key"] }]));
    });
    const keep = path.join(folder, "shared");
    const rowsOf = async (headerValue: string) => {
      const config = httpSourceSchema.parse({
        baseUrl: `${api.url}/v1`,
        auth: "header",
        headerName: "X-Key",
        headerValue,
        tables: [{ table: "t", path: "mine" }],
      });
      const session = await driver.open(config, {
        runName: "r",
        signal,
        scratch: path.join(folder, "scratch"),
        keep,
      });
      const intake = await session.extract("t", "select id from t");
      if (intake.kind !== "database") throw new TypeError("a database file was expected");
      const instance = await DuckDBInstance.create(intake.file);
      const connection = await instance.connect();
      const rows = (await connection.runAndReadAll(`select id from ${intake.table}`)).getRowsJson();
      connection.closeSync();
      instance.closeSync();
      await session.close();
      return rows;
    };
    expect([await rowsOf("first"), await rowsOf("second"), await rowsOf("first")]).toEqual([
      [["first"]],
      [["second"]],
      [["first"]],
    ]);
    expect((await readdir(keep)).filter((name) => name.endsWith(".json"))).toHaveLength(2);
    await rm(keep, { recursive: true });
  });

  it("a run reads everything, whatever a sample before it did", async () => {
    pages();
    expect(await look(undefined, 7)).toBe(2);
    expect(await look(undefined, undefined)).toBeGreaterThanOrEqual(10);
  });
});

it("columns stand in the order in which records first have them", async () => {
  api.routes.set(
    "/v1/items",
    answerJson([
      { zone: 1, id: 2 },
      { id: 3, area: 4, zone: 5 },
    ]),
  );
  const config = httpSourceSchema.parse({
    baseUrl: `${api.url}/v1`,
    tables: [{ table: "t", path: "items" }],
  });
  const [table] = await driver.introspect(config, signal);
  expect(table?.columns.map(({ name }) => name)).toEqual(["zone", "id", "area"]);
});
