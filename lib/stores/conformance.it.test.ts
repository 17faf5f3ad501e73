import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ManifestTable } from "#lib/contracts";
import { parquetAsCsv } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import { freshDatabase, parquetTable, s3Or, smallDiskOr, type TestDatabase, type TestS3 } from "#lib/testing";
import type { StoreContext, StoreTools } from "./definition.ts";
import { parsePostgresStore, storeDefinitions } from "./index.ts";
import { findStoreDriver } from "./server.ts";
import { manifestOf, shopTables } from "./testing/shop-tables.ts";

const tools: StoreTools = {
  network: { privateHosts: "all" },
  parquetAsCsv: parquetAsCsv({ memory: "256MB", threads: 2, seconds: 60, diskBytes: 2 ** 30 }),
};
const reader = `store_reader_${Math.random().toString(36).slice(2, 10)}`;

let folder = "";
let database: TestDatabase;
let admin: pg.Client;
let s3: TestS3 | undefined;
let noS3 = "";
let tables: { table: ManifestTable; path: string }[] = [];

const parquet = (
  name: string,
  select: string,
  columns: ManifestTable["columns"],
  extra: Partial<ManifestTable>,
) => parquetTable(folder, name, select, columns, extra);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-stores-test-"));
  database = await freshDatabase("stores");
  s3 = await s3Or({
    skip: (reason) => {
      noS3 = reason;
      throw new Error(reason);
    },
  }).catch((error: unknown) => {
    if (noS3 === "") throw error;
    return undefined;
  });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`create role ${reader} login password 'reader'`);
  tables = await shopTables(folder);
});
afterAll(async () => {
  await admin.query(`drop owned by ${reader}; drop role ${reader}`);
  await admin.end();
  await database.drop();
  await s3?.stop();
  await rm(folder, { recursive: true, force: true });
});

const { signal } = new AbortController();
const context = (runId: string, extra: Partial<StoreContext> = {}): StoreContext => ({
  store: "main",
  module: "shop-main",
  runId,
  signal,
  ...extra,
});
const manifest = (runId: string) => manifestOf(tables, runId, "shop-main");
const configs = {
  folder: () => ({ folder: path.join(folder, "store") }),
  postgresql: () => ({ ...parsePostgresStore(database.url), readerUser: reader }),
  s3: () => ({
    ...(s3?.connection ?? { endpoint: "http://127.0.0.1:1", bucket: "none", accessKeyId: "none" }),
    prefix: "published/",
  }),
};

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (error instanceof AppError) return error;
  throw new Error("an AppError was expected", { cause: error });
}

/** How a reader sees a kind of store: its versions, the latest, and everything there is. */
const views = {
  folder: {
    versions: async () =>
      (await readdir(path.join(folder, "store", "shop-main")).catch(() => []))
        .filter((n) => /^v\d/.test(n))
        .sort(),
    latest: async () =>
      (await readFile(path.join(folder, "store", "shop-main", "latest"), "utf8").catch(() => "")).trim(),
    everything: async () =>
      (await readdir(path.join(folder, "store"), { recursive: true }).catch(() => [])).filter((n) =>
        /parquet|partial/.test(n),
      ),
  },
  postgresql: {
    versions: async () =>
      (
        await admin.query("select nspname from pg_namespace where nspname like 'shop\\_main\\_v%' order by 1")
      ).rows.map((r) => String(r.nspname).replace("shop_main_", "")),
    latest: async () => {
      const { rows } = await admin.query(
        "select obj_description(oid, 'pg_namespace')::json->>'version' as n from pg_namespace where nspname = 'shop_main_latest'",
      );
      return rows[0] ? `v${rows[0].n}` : "";
    },
    everything: async () =>
      (
        await admin.query(
          "select nspname from pg_namespace where nspname like 'etlx%' or nspname like 'shop%'",
        )
      ).rows,
  },
  s3: {
    versions: async () =>
      (await readdir(path.join(s3?.folder ?? "", "published", "shop-main")).catch(() => []))
        .filter((n) => /^v\d/.test(n))
        .map((n) => n.replace(".json", ""))
        .sort(),
    latest: async () => {
      const file = path.join(s3?.folder ?? "", "published", "shop-main", "latest.json");
      const text = await readFile(file, "utf8").catch(() => "{}");
      const { version } = JSON.parse(text);
      return version === undefined ? "" : `v${version}`;
    },
    everything: async () =>
      (await readdir(s3?.folder ?? "", { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile() && !entry.parentPath.includes(".sgwtmp"))
        .map((entry) => entry.name),
  },
};

it("tests every kind of store", () => {
  const kinds = readdirSync(import.meta.dirname, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() && e.name !== "testing" ? [e.name] : [],
  );
  expect(storeDefinitions.map((d) => d.id)).toEqual(kinds);
  expect(Object.keys(configs)).toEqual(kinds);
  for (const { id, takesCleanUp } of storeDefinitions)
    expect([id, findStoreDriver(id, tools).uploads?.cleanUp !== undefined]).toEqual([id, takesCleanUp]);
});

describe.each(["folder", "postgresql", "s3"] as const)("the store %s", (kind) => {
  beforeEach((test) => {
    if (kind === "s3" && !s3) test.skip(noS3);
  });
  const driver = findStoreDriver(kind, tools);
  const config = configs[kind];
  const view = views[kind];

  it("answers a live test", async () => {
    expect((await driver.test(config(), signal)).warnings).toEqual([]);
    const freeBytes = await driver.freeBytes?.(config());
    if (kind === "folder") expect(freeBytes).toBeGreaterThan(0);
    else expect(freeBytes).toBeUndefined();
  });

  it("shows nothing before the commit, and the whole version after it, repeated or not", async () => {
    const copy = await driver.write(config(), tables, context("run-1"));
    expect(copy.tables.map((t) => t.name)).toEqual(tables.map((t) => t.table.name));
    expect(await view.versions()).toEqual([]);
    expect(await view.latest()).toBe("");
    await driver.commit(config(), copy, manifest("run-1"), 1, context("run-1"));
    await driver.commit(config(), copy, manifest("run-1"), 1, context("run-1"));
    expect([await view.versions(), await view.latest()]).toEqual([["v1"], "v1"]);
    const again = await driver.write(config(), tables, context("run-2"));
    await driver.commit(config(), again, manifest("run-2"), 2, context("run-2"));
    expect([await view.versions(), await view.latest()]).toEqual([["v1", "v2"], "v2"]);
    await driver.commit(config(), copy, manifest("run-1"), 1, context("run-1"));
    expect(await view.latest()).toBe("v2");
  });

  it("refuses a version number that another run has", async () => {
    const copy = await driver.write(config(), tables, context("run-3"));
    const error = await errorOf(driver.commit(config(), copy, manifest("run-3"), 2, context("run-3")));
    expect(error.code).toBe("store-refused");
    await driver.remove(config(), { runId: "run-3" }, context("run-3"));
  });

  it("proves that a copy is whole, and says so where it is not", async () => {
    const where = context("run-v");
    const copy = await driver.write(config(), tables, where);
    const manifests = tables.map(({ table }) => table);
    await driver.verify(config(), copy, manifests, where);
    const location = copy.tables[0]?.location ?? "";
    if (kind === "postgresql") await admin.query(`delete from ${location} where id = 2`);
    else {
      const file =
        kind === "folder"
          ? location
          : path.join(s3?.folder ?? "", location.slice("s3://test-bucket/".length));
      const bytes = await readFile(file);
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      await writeFile(file, bytes);
    }
    const error = await errorOf(driver.verify(config(), copy, manifests, where));
    await driver.remove(config(), { runId: "run-v" }, where);
    // An S3 server's own checksum may tell before ours does.
    expect([error.code, String(error.params.detail)]).toEqual([
      "store-failed",
      expect.stringMatching(kind === "s3" ? /–|SHA-256/ : /Дети/),
    ]);
  });

  it("tells runs of ours that nobody owns, with what they hold, and nothing else", async () => {
    const [mine, other] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];
    for (const run of [mine, other]) await driver.write(config(), tables, context(run));
    const found = await driver.strays(config(), new Set([other, "run-1", "run-2"]), {
      store: "main",
      signal,
    });
    expect(found.map(({ module, runId }) => [module, runId])).toEqual([["shop-main", mine]]);
    expect(found[0]?.bytes).toBeGreaterThan(500);
    for (const run of [mine, other]) await driver.remove(config(), { runId: run }, context(run));
    expect(await driver.strays(config(), new Set(["run-1", "run-2"]), { store: "main", signal })).toEqual([]);
  });

  it("may write a run again", async () => {
    const first = await driver.write(config(), tables, context("run-4"));
    expect(await driver.write(config(), tables, context("run-4"))).toEqual(first);
    await driver.remove(config(), { runId: "run-4" }, context("run-4"));
  });

  it("removes all of a run, points back, and has nothing to do a second time", async () => {
    await driver.remove(config(), { runId: "run-2" }, context("run-2"));
    await driver.remove(config(), { runId: "run-2" }, context("run-2"));
    expect([await view.versions(), await view.latest()]).toEqual([["v1"], "v1"]);
    await driver.remove(config(), { runId: "run-1" }, context("run-1"));
    expect([await view.versions(), await view.latest(), await view.everything()]).toEqual([[], "", []]);
  });

  it("leaves nothing of a run that is cancelled or whose file is not there", async () => {
    const stop = new AbortController();
    const writing = errorOf(driver.write(config(), tables, context("run-5", { signal: stop.signal })));
    stop.abort();
    expect((await writing).code).toBe("run-cancelled");
    const [first] = tables;
    if (!first) throw new Error("a table was expected");
    const missing = [
      first,
      { ...first, path: "/nowhere.parquet", table: { ...first.table, name: "b", file: "b.parquet" } },
    ];
    await errorOf(driver.write(config(), missing, context("run-6")));
    expect(await view.everything()).toEqual([]);
  });

  it("tells stores apart without their passwords", () => {
    const other = {
      folder: { folder: "/other" },
      postgresql: { ...configs.postgresql(), database: "other" },
      s3: { ...configs.s3(), bucket: "other" },
    }[kind];
    expect(driver.fingerprint(config())).not.toBe(driver.fingerprint(other));
    if (kind === "postgresql") {
      expect(driver.fingerprint({ ...configs.postgresql(), password: "x" })).toBe(
        driver.fingerprint(config()),
      );
    }
  });
});

describe("the PostgreSQL store", () => {
  const driver = findStoreDriver("postgresql", tools);
  const config = configs.postgresql;

  it("keeps every type, key and comment, and its scripts run as the reading role", async () => {
    const copy = await driver.write(config(), tables, context("run-7"));
    await driver.commit(config(), copy, manifest("run-7"), 7, context("run-7"));
    const url = new URL(database.url);
    url.username = reader;
    url.password = "reader";
    const readerClient = new pg.Client({ connectionString: url.href });
    await readerClient.connect();
    await readerClient.query("set timezone = 'UTC'");
    const [children, parent] = tables.map((t) =>
      driver.extractionScripts(config(), copy, t.table, context("run-7")),
    );
    const rows = (await readerClient.query(`${children?.[0]?.text}`)).rows;
    expect(Object.values(rows[0])).toEqual(["1", "1", ""]);
    expect(Object.values(rows[1])).toEqual(["2", null, null]);
    expect(Object.keys(rows[0])[2]).toMatch(/^длинное имя я+_[0-9a-f]{8}$/);
    const texts = `select q::text as row from (${parent?.[0]?.text.trim()}) q`;
    expect((await readerClient.query(texts)).rows).toEqual([
      {
        row: `(1,1.50,0.1,t,2020-02-29,23:59:59,"2020-01-01 10:00:00","2020-01-01 07:00:00+00",00000000-0000-0000-0000-000000000001,"{""a"": 1}","\\\\xdead","quote "" comma , line\nдва")`,
      },
    ]);
    expect((await readerClient.query("select id from shop_main_latest.parent")).rows).toEqual([{ id: "1" }]);
    expect((await readerClient.query("select id from shop_main_v7.parent")).rows).toEqual([{ id: "1" }]);
    await expect(readerClient.query("delete from shop_main_v7.parent")).rejects.toThrow("permission denied");
    await readerClient.end();
    const { rows: constraints } = await admin.query(
      "select contype::text as type, count(*)::int as n from pg_constraint where connamespace = $1::regnamespace and contype in ('p', 'f') group by 1 order by 1",
      [copy.location],
    );
    expect(constraints).toEqual([
      { type: "f", n: 1 },
      { type: "p", n: 2 },
    ]);
    const { rows: notes } = await admin.query(
      "select obj_description(c.oid) as title, col_description(c.oid, 1) as id from pg_class c where relname = 'parent' and relnamespace = $1::regnamespace",
      [copy.location],
    );
    expect(notes).toEqual([{ title: "Parents' table", id: "It's the key\\" }]);
  });

  it("touches no schema that is not its own", async () => {
    await admin.query("create schema shop_main_v8; create table shop_main_v8.precious (id int)");
    const copy = await driver.write(config(), tables, context("run-8"));
    const error = await errorOf(driver.commit(config(), copy, manifest("run-8"), 8, context("run-8")));
    expect([error.code, error.params.detail]).toEqual(["store-refused", "schema shop_main_v8"]);
    expect((await admin.query("select to_regclass('shop_main_v8.precious') as t")).rows[0].t).not.toBeNull();
    await driver.remove(config(), { runId: "run-8" }, context("run-8"));
    await driver.remove(config(), { runId: "run-7" }, context("run-7"));
    await admin.query("drop schema shop_main_v8 cascade");
  });

  it("refuses rows that break a key, a file with other rows than counted, and shows no value", async () => {
    const [children, parent] = tables;
    if (!children || !parent) throw new Error("two tables were expected");
    const orphan = await parquet(
      "orphans",
      "select 1::bigint as id, 987654321::bigint as parent",
      children.table.columns.slice(0, 2),
      {
        primaryKey: ["id"],
        foreignKeys: children.table.foreignKeys,
      },
    );
    const broken = await errorOf(driver.write(config(), [orphan, parent], context("run-9")));
    expect([broken.code, broken.params.detail]).toEqual(["store-refused", "23503"]);
    expect(`${broken.message}${JSON.stringify(broken.toData())}`).not.toContain("987654321");
    const miscounted = {
      ...parent,
      table: { ...parent.table, counts: { ...parent.table.counts, published: 5 } },
    };
    const wrong = await errorOf(driver.write(config(), [miscounted], context("run-9")));
    expect([wrong.code, wrong.params.detail]).toEqual(["store-failed", "1 ≠ 5"]);
    expect(await views.postgresql.everything()).toEqual([]);
  });

  it("says that it is refused, unreachable or may not create", async () => {
    const refused = await errorOf(driver.test({ ...config(), password: "very-wrong" }, signal));
    expect([refused.code, refused.params.detail]).toEqual(["store-refused", "28P01"]);
    expect(refused.message).not.toContain("very-wrong");
    expect((await errorOf(driver.test({ ...config(), port: 21_699 }, signal))).code).toBe("store-failed");
    const readOnly = await errorOf(driver.test({ ...config(), user: reader, password: "reader" }, signal));
    expect([readOnly.code, readOnly.params.detail]).toEqual(["store-refused", "CREATE ON DATABASE"]);
    const wrong = { ...config(), readerPassword: "another" };
    expect((await errorOf(driver.test(wrong, signal))).params.detail).toBe(`ROLE ${reader}`);
    const mighty = { ...config(), scriptUser: config().user, scriptPassword: config().password };
    expect((await errorOf(driver.test(mighty, signal))).code).toBe("upload-store-unsuitable");
    const nobody = await errorOf(driver.test({ ...config(), readerUser: "nobody_here" }, signal));
    expect(nobody.code).toBe("store-refused");
    for (const power of ["superuser", "bypassrls", "createrole", "createdb", "replication"]) {
      await admin.query(`alter role ${reader} ${power}`);
      const mightier = await errorOf(driver.test(config(), signal));
      await admin.query(`alter role ${reader} no${power}`);
      expect([mightier.code, mightier.params.detail]).toEqual([
        "store-refused",
        `ROLE ${reader}: ${power.toUpperCase()}`,
      ]);
    }
  });
});

describe("the S3 store", () => {
  const driver = findStoreDriver("s3", tools);
  const config = configs.s3;
  beforeEach((test) => {
    if (!s3) test.skip(noS3);
  });

  it("keeps what two versions share once, and until neither needs it", async () => {
    const objects = async () =>
      (await views.s3.everything()).filter((name) => name.endsWith(".parquet")).sort();
    const names = tables.map(({ table }) => path.basename(table.file)).sort();
    for (const [n, run] of ["run-x", "run-y"].entries()) {
      const copy = await driver.write(config(), tables, context(run));
      await driver.commit(config(), copy, manifest(run), n + 1, context(run));
      expect(await objects()).toEqual(names);
    }
    await driver.remove(config(), { runId: "run-x" }, context("run-x"));
    expect([await objects(), await views.s3.latest()]).toEqual([names, "v2"]);
    await driver.remove(config(), { runId: "run-y" }, context("run-y"));
    expect(await views.s3.everything()).toEqual([]);
  });

  it("sends large files in parts and holds the very bytes", async () => {
    const [first] = tables;
    if (!first) throw new Error("a table was expected");
    const bytes = Buffer.alloc(40 << 20, "0123456789abcdef");
    const big = path.join(folder, "big.parquet");
    await writeFile(big, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const file = { table: { ...first.table, sha256 }, path: big };
    const copy = await driver.write(config(), [file], context("run-big"));
    expect(copy.tables[0]?.bytes).toBe(bytes.length);
    const key = copy.tables[0]?.location.replace("s3://test-bucket/", "") ?? "";
    const held = await readFile(path.join(s3?.folder ?? "", key));
    expect(createHash("sha256").update(held).digest("hex")).toBe(sha256);
    const other = { ...file, table: { ...file.table, sha256: "0".repeat(64) } };
    const error = await errorOf(driver.write(config(), [other], context("run-wrong")));
    expect([error.code, error.params.detail]).toEqual(["store-failed", "SHA-256"]);
    await driver.remove(config(), { runId: "run-big" }, context("run-big"));
    expect(await views.s3.everything()).toEqual([]);
  });

  it("says that keys are wrong, a bucket is missing and a server is dead, without repeating a key", async () => {
    const told = async (extra: object) => {
      const error = await errorOf(driver.test({ ...config(), ...extra }, signal));
      expect(`${error.message}${JSON.stringify(error.toData())}`).not.toContain("very-secret-key");
      return [error.code, error.params.detail];
    };
    expect(await told({ secretAccessKey: "wrong" })).toEqual(["store-refused", "SignatureDoesNotMatch"]);
    expect(await told({ bucket: "no-such-bucket" })).toEqual(["store-refused", "NoSuchBucket"]);
    expect(await told({ endpoint: "http://127.0.0.1:1" })).toEqual(["store-failed", "ECONNREFUSED"]);
    const reading = { readerAccessKeyId: "nobody", readerSecretAccessKey: "wrong" };
    expect(await told(reading)).toEqual(["store-refused", expect.stringMatching(/^nobody: /)]);
    const guarded = findStoreDriver("s3", { ...tools, network: { privateHosts: [] } });
    expect((await errorOf(guarded.test(config(), signal))).code).toBe("address-refused");
  });
});

describe("the folder store", () => {
  const driver = findStoreDriver("folder", tools);
  const config = configs.folder;

  it("refuses a file that is not the record's", async () => {
    const [first] = tables;
    if (!first) throw new Error("a table was expected");
    const other = { ...first, table: { ...first.table, sha256: "0".repeat(64) } };
    const error = await errorOf(driver.write(config(), [other], context("run-a")));
    expect([error.code, error.params.detail]).toEqual(["store-failed", "SHA-256"]);
    expect(await views.folder.everything()).toEqual([]);
  });

  it("writes the record's bytes, and scripts that name them", async () => {
    const copy = await driver.write(config(), tables, context("run-b"));
    await driver.commit(config(), copy, manifest("run-b"), 1, context("run-b"));
    const [, parent] = tables;
    if (!parent) throw new Error("two tables were expected");
    const [sql, python] = driver.extractionScripts(config(), copy, parent.table, context("run-b"));
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    expect((await connection.runAndReadAll(sql?.text ?? "")).getRowsJson().length).toBe(1);
    connection.closeSync();
    instance.closeSync();
    expect(python?.text).toContain("pd.read_parquet(");
    const shown = await readFile(path.join(folder, "store", "shop-main", "v1", "parent.parquet"));
    expect(createHash("sha256").update(shown).digest("hex")).toBe(parent.table.sha256);
  });

  it("says where a folder cannot be written", async () => {
    await writeFile(path.join(folder, "a-file"), "");
    const error = await errorOf(driver.test({ folder: path.join(folder, "a-file", "store") }, signal));
    expect(error.code).toBe("store-refused");
  });

  it("says that a disk is full, and leaves nothing on it", async (test) => {
    const small = path.join(folder, "small");
    const disk = await smallDiskOr(test, small, "size=16k");
    try {
      const big = path.join(folder, "big.bin");
      await writeFile(big, Buffer.alloc(1 << 20));
      const [first] = tables;
      if (!first) throw new Error("a table was expected");
      const file = { table: { ...first.table, sha256: "" }, path: big };
      const full = await errorOf(driver.write({ folder: small }, [file], context("run-c")));
      expect([full.code, full.params.folder]).toEqual(["disk-full", small]);
      expect(existsSync(path.join(small, "shop-main", "runs", "run-c"))).toBe(false);
    } finally {
      await disk.unmount();
    }
  });
});
