import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parquetAsCsv } from "#lib/engine/server";
import { freshDatabase, s3Or, type TestDatabase, type TestS3 } from "#lib/testing";
import { parsePostgresStore } from "./index.ts";
import { findStoreDriver } from "./server.ts";
import { manifestOf, shopTables } from "./testing/shop-tables.ts";

// Withdrawn versions in every kind of store: they stay, and `latest` passes them over.

let folder = "";
let database: TestDatabase;
let admin: pg.Client;
let s3: TestS3 | undefined;
let noS3 = "";
let tables: Awaited<ReturnType<typeof shopTables>> = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-withdrawal-"));
  database = await freshDatabase("withdrawal");
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
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
  await admin.end();
  await database.drop();
  await s3?.stop();
  await rm(folder, { recursive: true, force: true });
});

const { signal } = new AbortController();
const context = (runId: string) => ({ store: "main", module: "shop", runId, signal });
const manifest = (runId: string) => manifestOf(tables, runId);
const configs = {
  folder: () => ({ folder: path.join(folder, "store") }),
  postgresql: () => parsePostgresStore(database.url),
  s3: () => ({ ...s3?.connection, prefix: "published/" }),
};
const contents = (...parts: string[]) => readFile(path.join(...parts), "utf8").catch(() => "");
/** The version that a reader of `latest` gets. */
const latest = {
  folder: async () => (await contents(folder, "store", "shop", "latest")).trim(),
  postgresql: async () => {
    const { rows } = await admin.query<{ n: string }>(
      "select obj_description(oid, 'pg_namespace')::json->>'version' as n from pg_namespace where nspname = 'shop_latest'",
    );
    if (!rows[0]) return "";
    await admin.query('select count(*) from shop_latest."parent"');
    return `v${rows[0].n}`;
  },
  s3: async () => {
    const text = await contents(s3?.folder ?? "", "published", "shop", "latest.json");
    return text === "" ? "" : `v${JSON.parse(text).version}`;
  },
};

describe.each(["folder", "postgresql", "s3"] as const)("a withdrawn version in %s", (kind) => {
  const driver = findStoreDriver(kind, {
    network: { privateHosts: "all" },
    parquetAsCsv: parquetAsCsv({ memory: "256MB", threads: 2, seconds: 60, diskBytes: 2 ** 30 }),
  });
  const config = configs[kind];
  beforeEach((test) => {
    if (kind === "s3" && !s3) test.skip(noS3);
  });
  const publish = async (number: number) => {
    const where = context(`run-${number}`);
    const copy = await driver.write(config(), tables, where);
    await driver.commit(config(), copy, manifest(where.runId), number, where);
    return copy;
  };
  const hide = (number: number, runId = `run-${number}`) =>
    driver.hideFromLatest(config(), number, context(runId));
  const remove = (number: number) =>
    driver.remove(config(), { runId: `run-${number}` }, context(`run-${number}`));

  it("is not the latest any more; where all are withdrawn, none is", async () => {
    for (const number of [1, 2, 3]) await publish(number);
    expect(await latest[kind]()).toBe("v3");
    await hide(2);
    expect(await latest[kind]()).toBe("v3");
    await hide(3);
    await hide(3);
    expect(await latest[kind]()).toBe("v1");
    await hide(1);
    expect(await latest[kind]()).toBe("");
  });

  it("stays so where it is shown once more", async () => {
    await publish(4);
    const copy = await publish(5);
    await hide(5);
    expect(await latest[kind]()).toBe("v4");
    await driver.commit(config(), copy, manifest("run-5"), 5, context("run-5"));
    expect(await latest[kind]()).toBe("v4");
  });

  it("is told of by its own run alone, and nothing is told where it is not", async () => {
    await hide(4, "run-2");
    await hide(9);
    expect(await latest[kind]()).toBe("v4");
  });

  it("stays whole, and the next one is the latest", async () => {
    const copy = await publish(7);
    expect(await latest[kind]()).toBe("v7");
    await driver.verify(config(), copy, manifest("run-7").tables, context("run-7"));
    await hide(7);
    expect(await latest[kind]()).toBe("v4");
    await driver.verify(config(), copy, manifest("run-7").tables, context("run-7"));
  });

  it("is passed over where the latest is removed", async () => {
    await publish(8);
    await publish(9);
    await hide(8);
    await remove(9);
    expect(await latest[kind]()).toBe("v4");
    await remove(4);
    expect(await latest[kind]()).toBe("");
    await remove(8);
    // Nothing of it stays: another run may have the number.
    await publish(8);
    expect(await latest[kind]()).toBe("v8");
  });
});
