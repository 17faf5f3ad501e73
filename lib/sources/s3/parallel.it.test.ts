import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it, type TestContext } from "vitest";
import { fileSandbox } from "#lib/engine/server";
import { s3Or, startHttpProxy, type TestHttpProxy, type TestS3 } from "#lib/testing";
import { s3SourceSchema } from "./definition.ts";
import { s3Driver } from "./driver.ts";

// Objects that are fetched several at once, from a real server that is looked at from between.

const driver = s3Driver({
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 2, seconds: 60, diskBytes: 2 ** 30 }),
});
const objects = 12;
let scratch = "";
let server: TestS3 | undefined;
let proxy: TestHttpProxy | undefined;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(os.tmpdir(), "etlx-s3-parallel-"));
});
afterAll(async () => {
  await proxy?.close();
  await server?.stop();
  await rm(scratch, { recursive: true, force: true });
});

async function ready(context: TestContext) {
  server ??= await s3Or(context);
  await proxy?.close();
  proxy = await startHttpProxy(server.connection.endpoint);
  for (let n = 1; n <= objects; n++) {
    const folder = path.join(server.folder, `parts/part=${String(n).padStart(2, "0")}`);
    await mkdir(folder, { recursive: true });
    const rows = Array.from({ length: n * 50 }, (_, row) => `${n},${row},текст ${row}`);
    await writeFile(path.join(folder, "rows.csv"), `n,row,note\n${rows.join("\n")}\n`);
  }
  return { proxy, connection: { ...server.connection, endpoint: proxy.url } };
}

async function read(connection: object, objectsAtOnce: number) {
  const config = s3SourceSchema.parse({
    ...connection,
    objectsAtOnce,
    tables: [{ table: "parts", key: "parts/part=*/*.csv" }],
  });
  const session = await driver.open(config, {
    runName: "r",
    signal: new AbortController().signal,
    scratch,
  });
  try {
    const intake = await session.extract("t", "select * from parts");
    if (intake.kind !== "database") throw new TypeError("a database file was expected");
    const instance = await DuckDBInstance.create(intake.file);
    const connected = await instance.connect();
    const rows = (await connected.runAndReadAll(`select * from ${intake.table}`)).getRowsJson();
    connected.closeSync();
    instance.closeSync();
    return { rows, hashes: (await session.files?.())?.map(({ sha256 }) => sha256) };
  } finally {
    await session.close();
  }
}

const isObject = (url: string | undefined): boolean => url?.includes("/parts/") ?? false;

it("objects fetched one by one or several at once give the same rows in the same order", async (context) => {
  const results: Awaited<ReturnType<typeof read>>[] = [];
  for (const atOnce of [1, 3, 12]) {
    const { proxy: between, connection } = await ready(context);
    let asked = 0;
    between.onRequest = async ({ url }) => {
      // The later an object is asked for, the sooner it comes.
      if (isObject(url)) await sleep(20 * (objects - asked++));
    };
    results.push(await read(connection, atOnce));
    expect(asked).toBe(objects);
    expect(between.mostAtOnce(`/${server?.connection.bucket}/parts/`)).toBe(atOnce);
  }
  const [first] = results;
  expect(first?.rows).toHaveLength((50 * objects * (objects + 1)) / 2);
  expect(first?.rows[0]).toEqual(["1", "0", "текст 0", "01"]);
  for (const result of results) expect(result).toEqual(first);
  const own = await readFile(path.join(server?.folder ?? "", "parts/part=01/rows.csv"));
  expect(first?.hashes?.[0]).toBe(createHash("sha256").update(own).digest("hex"));
});

it("one that fails ends the fetch: none is asked for any more, and the others are left", async (context) => {
  const { proxy: between, connection } = await ready(context);
  let asked = 0;
  let left = 0;
  between.onRequest = async ({ url }, response) => {
    if (!isObject(url)) return;
    response.on("close", () => {
      if (!response.writableFinished) left++;
    });
    if (url?.includes("part%3D02")) return response.writeHead(403).end();
    asked++;
    await sleep(3000);
  };
  const startedAt = performance.now();
  await expect(read(connection, 3)).rejects.toMatchObject({ code: "source-permission" });
  expect(performance.now() - startedAt).toBeLessThan(2500);
  expect(asked).toBe(2);
  await expect.poll(() => left).toBe(2);
});
