import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parquetAsCsv } from "#lib/engine/server";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { parsePostgresStore } from "../index.ts";
import { findStoreDriver } from "../server.ts";
import { manifestOf, shopTables } from "../testing/shop-tables.ts";

// While a run copies its tables, all else about its module goes on.

let folder = "";
let database: TestDatabase;
let tables: Awaited<ReturnType<typeof shopTables>> = [];
/** Copying waits for it. */
let mayCopy: Promise<void> = Promise.resolve();
let hasBegun = () => {};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-locks-"));
  database = await freshDatabase("locks");
  tables = await shopTables(folder);
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const { signal } = new AbortController();
const within = (runId: string, given = signal) => ({ store: "main", module: "shop", runId, signal: given });
const manifest = (runId: string) => manifestOf(tables, runId);
const asCsv = parquetAsCsv({ memory: "256MB", threads: 2, seconds: 60, diskBytes: 2 ** 30 });
const driver = findStoreDriver("postgresql", {
  network: { privateHosts: "all" },
  parquetAsCsv: async (...given) => {
    hasBegun();
    await mayCopy;
    return asCsv(...given);
  },
});

test("a version is shown, withdrawn and removed while another run of the module copies its tables", async () => {
  const config = parsePostgresStore(database.url);
  const written = await driver.write(config, tables, within("run-1"));
  const { promise, resolve: goOn } = Promise.withResolvers<void>();
  mayCopy = promise;
  const begun = new Promise<void>((resolve) => {
    hasBegun = resolve;
  });
  const writing = driver.write(config, tables, within("run-2"));
  await begun;
  const soon = AbortSignal.timeout(5_000);
  await driver.commit(config, written, manifest("run-1"), 1, within("run-1", soon));
  await driver.hideFromLatest(config, 1, within("run-1", soon));
  await driver.remove(config, { runId: "run-1" }, within("run-1", soon));
  // What is still being written is not removed halfway.
  let isRemoved = false;
  const removing = driver.remove(config, { runId: "run-2" }, within("run-2")).then(() => {
    isRemoved = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(isRemoved).toBe(false);
  goOn();
  await Promise.all([writing, removing]);
  expect(await driver.strays(config, new Set(), within("run-2"))).toEqual([]);
});

test("who reads the only version, or changes the module, keeps a withdrawal waiting for moments only", async () => {
  mayCopy = Promise.resolve();
  const config = parsePostgresStore(database.url);
  const where = within("run-3", AbortSignal.timeout(15_000));
  const copy = await driver.write(config, tables, where);
  await driver.commit(config, copy, manifest("run-3"), 3, where);
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  try {
    await other.query("begin; select * from shop_latest.parent");
    await expect(driver.hideFromLatest(config, 3, where)).rejects.toMatchObject({
      code: "store-latest-held",
      params: { schema: "shop_latest" },
    });
    await other.query("rollback; begin; select pg_advisory_xact_lock(1702128760, hashtext('shop'))");
    await expect(driver.hideFromLatest(config, 3, where)).rejects.toMatchObject({
      code: "store-failed",
      params: { detail: "55P03" },
    });
    await other.query("rollback");
    await driver.hideFromLatest(config, 3, where);
    await expect(other.query("select * from shop_latest.parent")).rejects.toThrow("shop_latest");
  } finally {
    await other.end();
  }
});
