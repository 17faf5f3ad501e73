import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import type { NewRunEvent } from "#lib/contracts";
import { fileSandbox, parquetAsCsv } from "#lib/engine/server";
import { findSourceDriver } from "#lib/sources/server";
import { findStoreDriver } from "#lib/stores/server";
import {
  PipelineHarness,
  plain,
  s3Or,
  startHttpProxy,
  type TestHttpProxy,
  type TestS3,
  testDocument,
} from "#lib/testing";

// Buckets that fail, lie or fill in the middle of a run: an error at its place, nothing published, and a retry that has every row.

const objects = 8;
const ofEach = 200;
const network = { privateHosts: "all" } as const;
const limits = { memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 };
const tools = { network, files: fileSandbox(limits) };
let harness: PipelineHarness;
let folder = "";
let server: TestS3 | undefined;
let proxy: TestHttpProxy | undefined;
beforeAll(async () => {
  harness = await PipelineHarness.open();
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-buckets-"));
});
afterAll(async () => {
  await proxy?.close();
  await server?.stop();
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

/** A bucket with the parts of one table, and who stands before its server. */
async function ready(context: TestContext) {
  server ??= await s3Or(context);
  await proxy?.close();
  proxy = await startHttpProxy(server.connection.endpoint);
  for (const name of ["parts", "published"])
    await rm(path.join(server.folder, name), { recursive: true, force: true });
  await mkdir(path.join(server.folder, "parts"), { recursive: true });
  for (let part = 0; part < objects; part++) await put(server, part, "id,total\n", (row) => `${row}`);
  return { server, proxy, connection: { ...server.connection, endpoint: proxy.url } };
}

async function put(on: TestS3, part: number, header: string, total: (row: number) => string) {
  const lines = Array.from({ length: ofEach }, (_, row) => `${part * ofEach + row},${total(row)}\n`);
  await writeFile(path.join(on.folder, `parts/part_${part}.csv`), header + lines.join(""));
}

async function outcomeOf(connection: object, store?: object, key = "parts/*.csv") {
  const events: NewRunEvent[] = [];
  const source = {
    name: "lake",
    kind: "s3",
    driver: findSourceDriver("s3", tools),
    config: { ...connection, objectsAtOnce: 2, tables: [{ table: "parts", key }] },
  };
  const stores = store
    ? [
        {
          name: "kept",
          kind: "s3",
          driver: findStoreDriver("s3", { network, parquetAsCsv: parquetAsCsv(limits) }),
          config: { ...store, prefix: "published/" },
        },
      ]
    : [];
  const document = testDocument(
    [
      {
        name: "parts",
        extraction: { language: "sql", source: "lake", script: "select id, total from parts" },
        columns: [plain("id", "integer"), plain("total", "integer", { onCastFailure: "reject" })],
        limits: { maxRejected: 0.5 },
      },
    ],
    {
      sources: [{ name: "lake", ref: "lake" }],
      ...(store ? { upload: { stores: ["kept"], fileFormat: "parquet" } } : {}),
    },
  );
  try {
    const { outcome } = await harness.run(document, {}, { sources: [source], stores, events });
    if (outcome.kind !== "published") throw new Error("a publication was asked for");
    const [table] = outcome.manifest.tables;
    return {
      counts: table?.counts,
      sha256: table?.sha256,
      reasons: outcome.reports.quality.tables[0]?.reasons,
    };
  } catch (error) {
    expect(events.filter(({ stage }) => stage === "publish")).toEqual([]);
    const { code, place, params } = error as Error & { code: string; place: object; params: object };
    return { code, place, params };
  }
}

const isPart = (url: string | undefined): boolean => url?.includes("/parts/") ?? false;

describe("a source's bucket", () => {
  it("whose keys are revoked after some objects ends the run at the source, and reads whole with new keys", async (context) => {
    const at = await ready(context);
    const whole = await outcomeOf(at.connection);
    expect(whole.counts?.published).toBe(objects * ofEach);
    const keys = await at.server.addKeys();
    const { accessKeyId, secretAccessKey } = keys;
    expect(await outcomeOf({ ...at.connection, accessKeyId, secretAccessKey })).toEqual(whole);
    let asked = 0;
    let revoking: Promise<void> | undefined;
    at.proxy.onRequest = async ({ url }) => {
      if (!isPart(url) || ++asked < 4) return;
      revoking ??= keys.revoke();
      await revoking;
    };
    const run = await outcomeOf({ ...at.connection, accessKeyId, secretAccessKey });
    expect(run).toMatchObject({
      code: "source-refused-login",
      place: { stage: "extract" },
      params: { source: `${at.connection.endpoint}/test-bucket` },
    });
    expect(asked).toBeLessThan(objects);
    expect(JSON.stringify(run)).not.toContain(secretAccessKey);
    expect(await outcomeOf(at.connection)).toEqual(whole);
  });

  it("whose server sends less than it says ends the run at the object", async (context) => {
    const at = await ready(context);
    at.proxy.onRequest = ({ url }, response) => {
      if (!url?.includes("part_5")) return;
      // Its length is the one it was listed with; then the connection is cut.
      response.writeHead(200, { "content-length": "100000" });
      response.write("id,total\n1,1\n");
      setTimeout(() => response.destroy(), 20);
      return new Promise((resolve) => response.once("close", resolve));
    };
    expect(await outcomeOf(at.connection)).toMatchObject({
      code: "source-interrupted",
      place: { stage: "extract" },
      params: { source: `${at.connection.endpoint}/test-bucket`, table: "part_5.csv" },
    });
    at.proxy.onRequest = ({ url }, response) => {
      if (!url?.includes("part_5")) return;
      const short = "id,total\n1,1\n";
      response.writeHead(200, { "content-length": short.length }).end(short);
    };
    expect(await outcomeOf(at.connection)).toMatchObject({
      code: "file-changed",
      place: { stage: "extract" },
      params: { file: "part_5.csv" },
    });
    at.proxy.onRequest = () => undefined;
    expect((await outcomeOf(at.connection)).counts?.published).toBe(objects * ofEach);
  });

  it("one of whose CSV objects has another type: its rows are rejected by the column's cast, the others published", async (context) => {
    const at = await ready(context);
    await put(at.server, 5, "id,total\n", (row) => (row % 2 === 0 ? `${row}` : "нет данных"));
    const run = await outcomeOf(at.connection);
    expect(run.counts).toMatchObject({
      extracted: objects * ofEach,
      published: objects * ofEach - ofEach / 2,
      rejected: ofEach / 2,
    });
    expect(run.reasons).toMatchObject([{ column: "total", code: "cast", rows: ofEach / 2 }]);
  });

  it("one of whose Parquet objects has another type, or lacks a column, ends the run or reads it by its name", async (context) => {
    const at = await ready(context);
    const part = async (name: string, select: string) => {
      const instance = await DuckDBInstance.create();
      const connection = await instance.connect();
      const file = path.join(at.server.folder, `parts/${name}.parquet`);
      await rm(file, { force: true });
      await connection.run(`copy (${select}) to '${file}' (format parquet)`);
      connection.closeSync();
      instance.closeSync();
    };
    await part("a", "select range::int as id, range::int as total from range(10)");
    await part("b", "select range::int as id, 'x' || range as total from range(10)");
    const typed = await outcomeOf(at.connection, undefined, "parts/*.parquet");
    expect(typed.counts).toMatchObject({ extracted: 20, published: 10, rejected: 10 });
    await part("b", "select (10 + range)::int as id from range(10)");
    const lacking = await outcomeOf(at.connection, undefined, "parts/*.parquet");
    expect(lacking.counts).toMatchObject({ extracted: 20, published: 20 });
  });
});

describe("a store's bucket", () => {
  it.for([
    [507, "InsufficientStorage", "disk-full"],
    [400, "XMinioStorageFull", "disk-full"],
    [403, "QuotaExceeded", "store-refused"],
  ] as const)(
    "that answers %i %s publishes nothing and leaves nothing, and a retry publishes",
    async ([status, name, code], context) => {
      const at = await ready(context);
      at.proxy.onRequest = ({ method }, response) => {
        if (method !== "PUT" && method !== "POST") return;
        response.writeHead(status, { "content-type": "application/xml", connection: "close" });
        response.end(
          `<?xml version="1.0"?><Error><Code>${name}</Code><Message>secret words</Message></Error>`,
        );
      };
      const run = await outcomeOf(at.server.connection, at.connection);
      expect(run).toMatchObject({ code, place: { stage: "upload" } });
      expect(JSON.stringify(run)).not.toContain("secret words");
      expect(await readdir(path.join(at.server.folder, "published")).catch(() => [])).toEqual([]);
      at.proxy.onRequest = () => undefined;
      const again = await outcomeOf(at.server.connection, at.connection);
      expect(again.counts?.published).toBe(objects * ofEach);
    },
  );
});
