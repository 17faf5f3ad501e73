import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ManifestTable } from "#lib/contracts";
import { parquetAsCsv } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import { freshDatabase, s3Or, type TestDatabase, type TestS3 } from "#lib/testing";
import type { StoreContext } from "./definition.ts";
import { parsePostgresStore, storeDefinitions } from "./index.ts";
import { findStoreDriver } from "./server.ts";
import { manifestOf, shopTables } from "./testing/shop-tables.ts";

// What is in a place may be somebody else's: of another worker, or of a store that has the place under another name.

const runId = "00000000-0000-4000-8000-000000000001";
const { signal } = new AbortController();
const mine: StoreContext = { store: "main", module: "shop-main", runId, signal };
const where = { store: "main", signal };

let folder = "";
let database: TestDatabase;
let s3: TestS3 | undefined;
let noS3 = "";
let tables: { table: ManifestTable; path: string }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-other-hands-"));
  database = await freshDatabase("other_hands");
  tables = await shopTables(folder);
  s3 = await s3Or({
    skip: (reason) => {
      noS3 = reason;
      throw new Error(reason);
    },
  }).catch((error: unknown) => {
    if (noS3 === "") throw error;
    return undefined;
  });
});
afterAll(async () => {
  await database.drop();
  await s3?.stop();
  await rm(folder, { recursive: true, force: true });
});

const rootOf = () => path.join(folder, "store");
const configs = {
  folder: () => ({ folder: rootOf() }),
  postgresql: () => parsePostgresStore(database.url),
  s3: () => ({ ...s3?.connection, prefix: "published/" }),
};
const elsewhere = {
  folder: () => ({ folder: path.join(folder, "elsewhere") }),
  postgresql: () => ({ ...configs.postgresql(), database: "postgres" }),
  s3: () => ({ ...configs.s3(), prefix: "published-2/" }),
};
const unreachable = {
  folder: () => ({ folder: path.join(folder, "\0") }),
  postgresql: () => ({ ...configs.postgresql(), port: 21_699 }),
  s3: () => ({ ...configs.s3(), endpoint: "http://127.0.0.1:1" }),
};

/** Whether a reader sees the first version. */
const isShown = {
  folder: async () => existsSync(path.join(rootOf(), "shop-main", "v1", "parent.parquet")),
  postgresql: async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query("select id from shop_main_v1.parent")).rows.length === 1;
    } catch {
      return false;
    } finally {
      await client.end();
    }
  },
  s3: async () => existsSync(path.join(s3?.folder ?? "", "published", "shop-main", "v1.json")),
};

/** All names of a kind of place that a probe may have left. */
const names = {
  folder: async () => readdir(rootOf()).catch(() => []),
  postgresql: async () => [],
  s3: async () => readdir(path.join(s3?.folder ?? "", "published")).catch(() => []),
};

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "nothing failed",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
}

describe.each(storeDefinitions.map(({ id }) => id))("the store %s", (kind) => {
  beforeEach((test) => {
    if (kind === "s3" && !s3) test.skip(noS3);
  });
  const driver = findStoreDriver(kind, {
    network: { privateHosts: "all" },
    parquetAsCsv: parquetAsCsv({ memory: "256MB", threads: 2, seconds: 60, diskBytes: 2 ** 30 }),
  });
  const config = configs[kind];

  it("removes nothing of a run that somebody else goes on with, however its write ends", async () => {
    const manifest = manifestOf(tables, runId, "shop-main");
    const copy = await driver.write(config(), tables, mine);
    await driver.commit(config(), copy, manifest, 1, mine);
    expect(await isShown[kind]()).toBe(true);
    const lost = new AppError("run-lease-lost");
    const [first, second] = tables;
    if (!first || !second) throw new Error("two tables were expected");
    const stop = new AbortController();
    const aborting = {
      table: second.table,
      get path() {
        stop.abort(lost);
        return second.path;
      },
    };
    const assertOwned = () => Promise.reject(lost);
    const missing = { table: second.table, path: "/nowhere.parquet" };
    expect(await failureOf(driver.write(config(), [first, missing], { ...mine, assertOwned }))).not.toBe(
      "nothing failed",
    );
    if (kind === "folder")
      // What it renames last is what the other one writes into.
      expect(await readdir(path.join(rootOf(), "shop-main", "runs"))).toContain(`${runId}.partial`);
    const stopped = { ...mine, signal: stop.signal, assertOwned };
    expect(await failureOf(driver.write(config(), [first, aborting], stopped))).toBe("run-lease-lost");
    if (kind === "postgresql")
      expect(await failureOf(driver.write(config(), tables, { ...mine, assertOwned }))).toBe(
        "run-lease-lost",
      );
    expect(await isShown[kind]()).toBe(true);
    if (kind !== "folder") await driver.verify(config(), copy, manifest.tables, mine);
    await driver.remove(config(), { runId }, mine);
    expect(await driver.strays(config(), new Set(), where)).toEqual([]);
  });

  it("says why its work was ended", async () => {
    const ended = async (given: AbortSignal) => {
      const error = await driver
        .remove(config(), { runId }, { ...mine, signal: given })
        .catch((e: unknown) => e);
      return error instanceof AppError ? [error.code, error.params] : error;
    };
    const late = AbortSignal.timeout(1);
    await new Promise((resolve) => late.addEventListener("abort", resolve));
    expect(await ended(late)).toEqual(["store-failed", { store: "main", detail: "ETIMEDOUT" }]);
    expect(await ended(AbortSignal.abort(new AppError("run-gave-up", { attempts: 3 })))).toEqual([
      "run-gave-up",
      { attempts: 3 },
    ]);
    expect(await ended(AbortSignal.abort())).toEqual(["run-cancelled", {}]);
  });

  it("tries whether two configurations lead to one place, and leaves nothing of it", async () => {
    const before = await names[kind]();
    expect(await driver.sharesPlace(config(), config(), where)).toBe(true);
    expect(await driver.sharesPlace(config(), elsewhere[kind](), where)).toBe(false);
    expect(await failureOf(driver.sharesPlace(config(), unreachable[kind](), where))).toMatch(/^store-/);
    expect(await names[kind]()).toEqual(before);
  });
});
