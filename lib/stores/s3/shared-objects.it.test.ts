import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { ManifestTable } from "#lib/contracts";
import { parquetAsCsv } from "#lib/engine/server";
import { connectS3 } from "#lib/network/server";
import { s3Or, type TestS3 } from "#lib/testing";
import type { StoreContext, StoreTools } from "../definition.ts";
import { findStoreDriver } from "../server.ts";
import { manifestOf, shopTables } from "../testing/shop-tables.ts";

// Objects that several runs share, while one of them goes and another one comes.

const tools: StoreTools = {
  network: { privateHosts: "all" },
  parquetAsCsv: parquetAsCsv({ memory: "256MB", threads: 2, seconds: 60, diskBytes: 2 ** 30 }),
};
const driver = findStoreDriver("s3", tools);
let folder = "";
let s3: TestS3 | undefined;
let noS3 = "";
let between: Server;
/** What happens before an object of a version is deleted; false: the request is lost on its way. */
const deleted = async () => true;
let beforeDelete: () => Promise<boolean> = deleted;
let tables: { table: ManifestTable; path: string }[] = [];

async function forward(from: IncomingMessage, to: ServerResponse): Promise<void> {
  if (from.method === "DELETE" && from.url?.includes("/files/") === true && !(await beforeDelete()))
    return void to.destroy();
  const { hostname, port } = new URL(s3?.connection.endpoint ?? "");
  const { method, url, headers } = from;
  const there = request({ hostname, port, method, path: url, headers }, (answer) => {
    to.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(to);
  });
  there.on("error", () => to.destroy());
  from.pipe(there);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-shared-test-"));
  s3 = await s3Or({
    skip: (reason) => {
      noS3 = reason;
      throw new Error(reason);
    },
  }).catch((error: unknown) => {
    if (noS3 === "") throw error;
    return undefined;
  });
  between = createServer((from, to) => void forward(from, to));
  between.listen(0, "127.0.0.1");
  await once(between, "listening");
  tables = await shopTables(folder);
});
afterAll(async () => {
  between.close();
  await s3?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async (test) => {
  if (!s3) test.skip(noS3);
  beforeDelete = deleted;
});

const { signal } = new AbortController();
const where = (runId: string, extra: Partial<StoreContext> = {}): StoreContext => ({
  ...{ store: "main", module: "shop", runId, signal },
  ...extra,
});
const direct = () => ({ ...s3?.connection, prefix: "published/" });
const slow = () => {
  const address = between.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { ...direct(), endpoint: `http://127.0.0.1:${port}` };
};
const inBucket = (...parts: string[]) => path.join(s3?.folder ?? "", "published", ...parts);
const everything = async () =>
  (await readdir(s3?.folder ?? "", { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(".sgwtmp"))
    .map((entry) => path.join(entry.parentPath, entry.name));
const parquets = async () => (await everything()).filter((name) => name.endsWith(".parquet"));
const manifest = (runId: string) => manifestOf(tables, runId);
const write = async (runId: string, version: number) => {
  const copy = await driver.write(direct(), tables, where(runId));
  await driver.commit(direct(), copy, manifest(runId), version, where(runId));
  return copy;
};
const remove = (runId: string, config: unknown = direct(), extra: Partial<StoreContext> = {}) =>
  driver.remove(config, { runId }, where(runId, extra));
const manifests = () => tables.map(({ table }) => table);

/** Holds the first deletion of an object until it is let go. */
function held() {
  const reached = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<boolean>();
  beforeDelete = () => {
    reached.resolve();
    return gone.promise;
  };
  return { reached: reached.promise, go: () => gone.resolve(true), lose: () => gone.resolve(false) };
}

it("keeps whole what a run writes while another one that had the same objects is being removed", async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  await write(first, 1);
  const hold = held();
  const removing = remove(first, slow());
  await hold.reached;
  const copy = await write(second, 2);
  hold.go();
  await removing;
  await driver.verify(direct(), copy, manifests(), where(second));
  expect(await parquets()).toHaveLength(tables.length);
  await remove(second);
  expect(await everything()).toEqual([]);
});

it("keeps what a run has said that it will write, before it has", async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  const copy = await write(first, 1);
  const keys = copy.tables.map(({ location }) => location.replace("s3://test-bucket/", ""));
  await writeFile(inBucket("shop", "runs", `${second}.json`), JSON.stringify({ runId: second, keys }));
  await remove(first);
  expect(await parquets()).toHaveLength(tables.length);
  await driver.verify(direct(), await write(second, 1), manifests(), where(second));
  await remove(second);
  expect(await everything()).toEqual([]);
});

it("leaves nothing of two runs that are removed at once", async () => {
  for (let round = 0; round < 5; round += 1) {
    const runs = [randomUUID(), randomUUID()];
    for (const [index, run] of runs.entries()) await write(run, index + 1);
    await Promise.all(runs.map((run) => remove(run)));
    expect(await everything()).toEqual([]);
  }
});

it("goes on with a removal that was cut off, whoever comes first: the next removal, or the run that writes again", async () => {
  for (const next of ["removal", "removal without its record", "writing"] as const) {
    const run = randomUUID();
    await write(run, 1);
    const hold = held();
    const stop = new AbortController();
    const removing = remove(run, slow(), { signal: stop.signal }).catch(() => undefined);
    await hold.reached;
    stop.abort();
    await removing;
    hold.lose();
    beforeDelete = deleted;
    expect(existsSync(inBucket("shop", "leaving", `${run}.json`))).toBe(true);
    const found = await driver.strays(direct(), new Set(), { store: "main", signal });
    expect(found.map(({ runId, module }) => [runId, module])).toEqual([[run, "shop"]]);
    if (next === "removal without its record") {
      await rm(inBucket("shop", "runs", `${run}.json`));
      const [left] = await driver.strays(direct(), new Set(), { store: "main", signal });
      expect([left?.runId, left?.bytes]).toEqual([run, found[0]?.bytes]);
    }
    if (next === "writing") {
      await driver.verify(direct(), await write(run, 1), manifests(), where(run));
      expect(existsSync(inBucket("shop", "leaving", `${run}.json`))).toBe(false);
    }
    await remove(run);
    expect(await everything()).toEqual([]);
  }
});

it("removes nothing while the record of another run cannot be read, says which, and tells of both", async () => {
  const [run, unreadable] = [randomUUID(), randomUUID()];
  await write(run, 1);
  const record = inBucket("shop", "runs", `${unreadable}.json`);
  await writeFile(record, "{");
  await expect(remove(run)).rejects.toMatchObject({
    code: "store-failed",
    params: { detail: `published/shop/runs/${unreadable}.json` },
  });
  expect(await parquets()).toHaveLength(tables.length);
  const found = await driver.strays(direct(), new Set(), { store: "main", signal });
  expect(new Set(found.map(({ runId }) => runId))).toEqual(new Set([run, unreadable]));
  await rm(record);
  await remove(run);
  expect(await everything()).toEqual([]);
});

it("finds all that a killed script has put, with one record however many files", async () => {
  const run = randomUUID();
  const keys = { readerAccessKeyId: "reader", readerSecretAccessKey: "secret" };
  const session = await driver.uploads?.open({ ...direct(), ...keys }, [], { ...where(run), seconds: 9 });
  const record = inBucket("shop", "runs", `${run}.json`);
  const [before, text] = [await stat(record, { bigint: true }), await readFile(record, "utf8")];
  const file = path.join(folder, "one.txt");
  await writeFile(file, "0123456789");
  for (let index = 0; index < 30; index += 1) await session?.put?.(`part-${index}/one.txt`, file);
  expect((await stat(record, { bigint: true })).mtimeNs).toBe(before.mtimeNs);
  expect(await readFile(record, "utf8")).toBe(text);
  const [found] = await driver.strays(direct(), new Set(), { store: "main", signal });
  expect(found).toMatchObject({ module: "shop", runId: run, bytes: 300 });
  // Even where its record is gone, by a removal that was cut off.
  await rm(record);
  expect(await driver.strays(direct(), new Set(), { store: "main", signal })).toMatchObject([
    { module: "shop", runId: run, bytes: 300 },
  ]);
  await remove(run);
  expect(await everything()).toEqual([]);
});

it("lists uploads of ours that never ended, and ends them", async () => {
  if (!s3) throw new Error("asked before");
  const client = await connectS3({ ...s3.connection, pathStyle: true }, tools.network);
  const begin = async (Key: string) => {
    const { UploadId } = await client.createMultipartUpload({ Bucket: "test-bucket", Key });
    await client.uploadPart({ Bucket: "test-bucket", Key, UploadId, PartNumber: 1, Body: "0123456789" });
  };
  const run = randomUUID();
  const ours = [
    `published/shop/files/${"a".repeat(64)}/visit.parquet`,
    `published/shop/scripts/${run}/a.csv`,
  ];
  for (const key of [...ours, "published/notes/todo.txt", "elsewhere/shop/files/x/y"]) await begin(key);
  const asked = { store: "main", signal };
  const listed = (await driver.unfinished?.list(direct(), asked)) ?? [];
  expect(listed.map(({ module, location }) => [module, location]).sort()).toEqual(
    ours.map((key) => ["shop", `s3://test-bucket/${key}`]),
  );
  for (const { since } of listed) expect(Math.abs(Date.now() - since.getTime())).toBeLessThan(600_000);
  for (const upload of [...listed, ...listed]) await driver.unfinished?.end(direct(), upload, asked);
  expect(await driver.unfinished?.list(direct(), asked)).toEqual([]);
  const left = await client.listMultipartUploads({ Bucket: "test-bucket" });
  expect((left.Uploads ?? []).map(({ Key }) => Key).sort()).toEqual([
    "elsewhere/shop/files/x/y",
    "published/notes/todo.txt",
  ]);
  for (const { Key, UploadId } of left.Uploads ?? [])
    await client.abortMultipartUpload({ Bucket: "test-bucket", Key, UploadId });
  client.destroy();
});
