import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileSandbox } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { Intake, SourceTools } from "../definition.ts";
import { parseSqliteSource, sqliteConfigSchema } from "./definition.ts";
import { sqliteDriver } from "./driver.ts";

let folder = "";
const { signal } = new AbortController();
const limits = { memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 31 };
const tools = (extra: Partial<SourceTools> = {}): SourceTools => ({
  network: { privateHosts: "all" },
  files: fileSandbox(limits),
  ...extra,
});
const at = (...parts: string[]) => path.join(folder, ...parts);
const configOf = (file: string) => sqliteConfigSchema.parse({ path: file });
const secret = "Тайная-Персона-77";

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  expect(`${JSON.stringify(error.toData())} ${error.message}`).not.toContain(secret);
  expect(`${JSON.stringify(error.toData())} ${error.message}`).not.toContain(folder);
  return error;
}

function make(name: string, ...statements: readonly string[]): string {
  const database = new DatabaseSync(at(name));
  for (const statement of statements) database.exec(statement);
  database.close();
  return at(name);
}

async function rowsOf(intake: Intake, columns = "*"): Promise<readonly unknown[]> {
  if (intake.kind !== "database") throw new Error("a database file was expected");
  const instance = await DuckDBInstance.create(intake.file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`select ${columns} from "${intake.table}"`);
  connection.closeSync();
  instance.closeSync();
  return reader.getRowsJson();
}

async function read(file: string, script: string, options: { sample?: number; columns?: string } = {}) {
  const session = await sqliteDriver(tools()).open(configOf(file), {
    runName: "r",
    signal,
    scratch: at("scratch"),
    sample: options.sample,
  });
  try {
    const intake = await session.extract("t", script);
    return {
      types: Object.fromEntries(intake.columns.map((c) => [c.name, c.datatype])),
      rows: await rowsOf(intake, options.columns),
    };
  } finally {
    await session.close();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-sqlite-test-"));
  await mkdir(at("scratch"));
  make(
    "shop.sqlite",
    `create table people (id integer primary key, name varchar(80) not null, born date, photo blob, score real,
       balance decimal(10,2), active boolean, "odd ""name" text)`,
    "create table orders (shop int, number int, person integer references people, primary key (shop, number))",
    "create table lines (shop int, number int, foreign key (shop, number) references orders (shop, number))",
    "create view elders as select name from people where born < '1950-01-01'",
    `insert into people values (1, '${secret}', '1940-02-03', x'00ff', 1.5, 10.10, true, 'a'), (9007199254740993, 'b', null, null, null, null, null, null)`,
    "insert into orders values (1, 1, 1)",
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a SQLite file", () => {
  it("is introspected with types, keys and rows", async () => {
    const tables = await sqliteDriver(tools()).introspect(configOf(at("shop.sqlite")), signal);
    expect(tables.map((t) => [t.name, t.kind, t.estimatedRows, t.primaryKey])).toEqual([
      ["elders", "view", undefined, []],
      ["lines", "table", 0, []],
      ["orders", "table", 1, ["shop", "number"]],
      ["people", "table", 2, ["id"]],
    ]);
    expect(tables[3]?.columns.map((c) => [c.name, c.nativeType, c.datatype, c.nullable])).toEqual([
      ["id", "INTEGER", "integer", false],
      ["name", "varchar(80)", "string", false],
      ["born", "date", "string", true],
      ["photo", "BLOB", "binary", true],
      ["score", "REAL", "float", true],
      ["balance", "decimal(10,2)", "string", true],
      ["active", "boolean", "string", true],
      ['odd "name', "TEXT", "string", true],
    ]);
    expect(tables[2]?.foreignKeys).toEqual([
      { columns: ["person"], references: { table: "people", columns: ["id"] } },
    ]);
    expect(tables[1]?.foreignKeys).toEqual([
      { columns: ["shop", "number"], references: { table: "orders", columns: ["shop", "number"] } },
    ]);
    expect((await sqliteDriver(tools()).test(configOf(at("shop.sqlite")), signal)).server).toBe(
      "SQLite: shop.sqlite, 4",
    );
  });

  it("gives its values exactly, and leaves nothing behind", async () => {
    const session = await sqliteDriver(tools()).open(configOf(at("shop.sqlite")), {
      runName: "r",
      signal,
      scratch: at("scratch"),
    });
    const script = 'select *, id * 2 as "twice" from people -- all of them';
    const described = await session.describe("t", script);
    const intake = await session.extract("t", script);
    expect(intake.columns).toEqual(described);
    expect(await rowsOf(intake)).toEqual([
      ["1", secret, "1940-02-03", "\\x00\\xFF", 1.5, "10.1", "1", "a", "2"],
      ["9007199254740993", "b", null, null, null, null, null, null, "18014398509481986"],
    ]);
    const sha256 = createHash("sha256")
      .update(await readFile(at("shop.sqlite")))
      .digest("hex");
    const files = await session.files?.();
    expect(files?.map((f) => [f.table, f.sha256])).toEqual([["main", sha256]]);
    expect(session.cost()).toMatchObject({ queries: 1, rows: 2, files: 1, bytes: files?.[0]?.bytes });
    await session.close();
    expect(await readdir(at("scratch"))).toEqual([]);
    expect((await readdir(folder)).filter((name) => name.startsWith("shop"))).toEqual(["shop.sqlite"]);
  });

  it("binds the values that a script names", async () => {
    const parameters = [
      { name: "least", type: "integer", value: "2" },
      { name: "name", type: "string", value: "x'; drop table people; -- $least" },
      { name: "none", type: "date", value: null },
    ] as const;
    const session = await sqliteDriver(tools()).open(configOf(at("shop.sqlite")), {
      runName: "r",
      signal,
      scratch: at("scratch"),
      parameters,
    });
    const script =
      "select count(*) as n, $name as given, '$least' as text, [id] >= $least and $none is null as y from people -- $least";
    expect(await rowsOf(await session.extract("t", script))).toEqual([
      ["2", "x'; drop table people; -- $least", "$least", "0"],
    ]);
    const ofScript = await session.sampleScript({ script: "select id from people where id >= $least" }, 5);
    expect(await rowsOf(await session.extract("t", ofScript))).toHaveLength(1);
    await session.close();
  });

  it("speaks its own dialect", async () => {
    const { rows } = await read(
      at("shop.sqlite"),
      "with recursive n(x) as (values (1) union all select x + 1 from n where x < 3) select x, iif(x > 2, 'yes', 'no') as \"большой\", strftime('%Y', '2024-05-06') as y from n;\n",
    );
    expect(rows).toEqual([
      ["1", "no", "2024"],
      ["2", "no", "2024"],
      ["3", "yes", "2024"],
    ]);
  });

  it("makes a column text where one value is of another type", async () => {
    const file = make(
      "loose.sqlite",
      "create table t (n integer, r real, b blob, d)",
      "insert into t values (1, 0.1, x'ab', 1), ('many', 'a lot', 'text', x'cd'), (9223372036854775807, 1e300, null, -0.5), (null, 2, x'', 'x'||char(0)||'y')",
    );
    const { types, rows } = await read(file, "select * from t");
    expect(types).toEqual({ n: "string", r: "string", b: "string", d: "string" });
    expect(rows).toEqual([
      ["1", "0.1", "\\xab", "1"],
      ["many", "a lot", "text", "\\xcd"],
      ["9223372036854775807", "1e+300", null, "-0.5"],
      [null, "2.0", "\\x", "x\u0000y"],
    ]);
    const clean = await read(file, "select * from t where typeof(n) = 'integer'");
    expect(clean.types).toEqual({ n: "integer", r: "float", b: "binary", d: "string" });
    expect(clean.rows).toEqual([
      ["1", 0.1, "\\xAB", "1"],
      ["9223372036854775807", 1e300, null, "-0.5"],
    ]);
  });

  it("gives infinity, no rows and NUMERIC values as they are", async () => {
    const file = make(
      "numbers.sqlite",
      "create table t (r real, n numeric(20,4))",
      "insert into t values (9e999, 12.3456), (-9e999, 100)",
    );
    expect((await read(file, "select * from t", { columns: "r::varchar, n" })).rows).toEqual([
      ["inf", "12.3456"],
      ["-inf", "100"],
    ]);
    const none = await read(file, "select * from t where 0");
    expect([none.types, none.rows]).toEqual([{ r: "float", n: "string" }, []]);
  });

  it("refuses text that is no UTF-8, with its row, and takes a real replacement character", async () => {
    const file = make(
      "bytes.sqlite",
      "create table t (a text)",
      "insert into t values ('\uFFFD'), (cast(x'ff61' as text))",
    );
    expect((await read(file, "select * from t where a <> cast(x'ff61' as text)")).rows).toEqual([["\uFFFD"]]);
    const error = await errorOf(read(file, "select * from t"));
    expect([error.code, error.params.line]).toEqual(["file-encoding-invalid", 2]);
  });

  it("is sampled all over, the same rows again", async () => {
    const file = make(
      "many.sqlite",
      "create table t (n integer)",
      "insert into t with recursive x(n) as (select 0 union all select n + 1 from x where n < 4999) select n from x",
    );
    const session = await sqliteDriver(tools()).open(configOf(file), {
      runName: "r",
      signal,
      scratch: at("scratch"),
    });
    try {
      const sample = async () =>
        (await rowsOf(await session.extract("t", await session.sampleScript({ name: "t" }, 300)))).map(
          (row) => Number((row as unknown[])[0]),
        );
      const first = await sample();
      expect([first.length, new Set(first).size]).toEqual([300, 300]);
      expect(Math.abs(first.reduce((sum, n) => sum + n, 0) / 300 - 2500)).toBeLessThan(300);
      expect(await sample()).toEqual(first);
      const ofScript = await session.sampleScript({ script: "select n, n + 1 as m from t; " }, 10);
      expect(await rowsOf(await session.extract("t", ofScript))).toHaveLength(10);
    } finally {
      await session.close();
    }
    expect((await read(file, "select * from t", { sample: 7 })).rows).toHaveLength(7);
  });

  it("of many rows is read in bounded memory", async () => {
    const file = make(
      "bounded.sqlite",
      "create table t (id integer primary key, name text, value real, note text)",
      `insert into t with recursive x(n) as (select 1 union all select n + 1 from x where n < 300000)
       select n, 'name of ' || n, n / 7.0, hex(randomblob(40)) from x`,
    );
    const { types, rows } = await read(file, "select * from t", {
      columns: "count(*)::int, sum(id)::varchar, count(distinct name)::int, max(value)",
    });
    expect(types).toEqual({ id: "integer", name: "string", value: "float", note: "string" });
    expect(rows).toEqual([[300_000, "45000150000", 300_000, 300_000 / 7]]);
    await rm(file);
  });
});

describe("a script in SQLite", () => {
  it.each([
    ["attach '/tmp/other.sqlite' as other", "script-refused"],
    ["pragma table_info(people)", "script-refused"],
    ["select * from pragma_table_info('people')", "script-refused"],
    ["select load_extension('/tmp/x.so')", "script-refused"],
    ["select writefile('/tmp/x', 'y')", "script-failed"],
    ["select readfile('/etc/passwd')", "script-failed"],
    ["select fts3_tokenizer('simple', x'00')", "script-refused"],
    ["select * from dbstat", "script-refused"],
    ["delete from people returning id", "script-refused"],
    ["insert into people (id, name) values (3, 'x')", "script-refused"],
    ["vacuum into '/tmp/copy.sqlite'", "script-refused"],
    ["create table x (y)", "script-refused"],
    ["begin", "script-refused"],
    ["explain select 1", "script-refused"],
    ["select 1; select 2", "script-refused"],
    ["select 1) as q; select * from (select 2", "script-failed"],
    ["select 1 as q /*", "script-failed"],
    ["", "script-refused"],
    ["select * from nowhere", "source-missing-relation"],
    ["select id,\n missing from people", "source-missing-relation"],
    ['select "missing" from people', "source-missing-relation"],
    ["select id from\n from people", "script-failed"],
    ["select 1 as a, 2 as A", "source-column-repeated"],
    ["select zeroblob(1000000000) as z", "script-limit"],
    ["select json(name) as j from people", "script-failed"],
  ])("%s: %s", async (script, code) => {
    const error = await errorOf(read(at("shop.sqlite"), script));
    expect(error.code).toBe(code);
  });

  it("is told its line", async () => {
    const missing = await errorOf(read(at("shop.sqlite"), "select id,\n missing from people"));
    expect([missing.params.what, missing.place?.line]).toEqual(["missing", 2]);
  });

  it("without an end is ended", async () => {
    const files = fileSandbox({ ...limits, seconds: 2 });
    const session = await sqliteDriver(tools({ files })).open(configOf(at("shop.sqlite")), {
      runName: "r",
      signal,
      scratch: at("scratch"),
    });
    const endless =
      "with recursive n(x) as (values (1) union all select x + 1 from n) select count(*) as c from n";
    expect((await errorOf(session.extract("t", endless))).code).toBe("script-limit");
    await session.close();
    expect(await readdir(at("scratch"))).toEqual([]);
  });
});

describe("a SQLite file that is written to", () => {
  it("in WAL mode is read with its log, and nothing is written beside it", async () => {
    const writer = new DatabaseSync(at("wal.sqlite"));
    writer.exec("pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table t (n integer)");
    writer.exec("insert into t values (1), (2)");
    const before = await readFile(at("wal.sqlite-shm"));
    const session = await sqliteDriver(tools()).open(configOf(at("wal.sqlite")), {
      runName: "r",
      signal,
      scratch: at("scratch"),
    });
    writer.exec("insert into t values (3)");
    expect(await rowsOf(await session.extract("t", "select n from t"))).toEqual([["1"], ["2"]]);
    expect(await session.files?.()).toHaveLength(2);
    await session.close();
    expect((await read(at("wal.sqlite"), "select n from t")).rows).toHaveLength(3);
    expect(before.length).toBe((await readFile(at("wal.sqlite-shm"))).length);
    writer.close();
    expect((await read(at("wal.sqlite"), "select n from t")).rows).toHaveLength(3);
    expect((await readdir(folder)).filter((name) => name.startsWith("wal"))).toEqual(["wal.sqlite"]);
  });

  it("that changes under a run is refused", async () => {
    const file = make("growing.sqlite", "create table t (n integer)", "insert into t values (1)");
    const session = await sqliteDriver(tools()).open(configOf(file), {
      runName: "r",
      signal,
      scratch: at("scratch"),
    });
    make("growing.sqlite", "insert into t values (2)");
    expect((await errorOf(session.extract("t", "select * from t"))).code).toBe("file-changed");
    await session.close();
  });

  it("in the middle of a transaction is refused", async () => {
    const file = make("busy.sqlite", "create table t (n integer, s text)", "insert into t values (1, 'x')");
    const writer = new DatabaseSync(file);
    writer.exec(
      "pragma cache_size = 1; begin immediate; update t set n = 2; insert into t with recursive x(n) as (select 1 union all select n + 1 from x where n < 9000) select n, hex(randomblob(50)) from x",
    );
    expect((await errorOf(read(file, "select * from t"))).code).toBe("database-unfinished");
    writer.exec("rollback");
    writer.close();
    expect((await read(file, "select n from t")).rows).toEqual([["1"]]);
  });

  it("with a journal that is done with is read", async () => {
    const writer = new DatabaseSync(at("persist.sqlite"));
    writer.exec("pragma journal_mode = persist; create table t (n integer); insert into t values (1)");
    writer.close();
    expect((await readdir(folder)).includes("persist.sqlite-journal")).toBe(true);
    expect((await read(at("persist.sqlite"), "select n from t")).rows).toEqual([["1"]]);
  });
});

describe("a file that is no good database", () => {
  const inspected = (file: string) => errorOf(sqliteDriver(tools()).introspect(configOf(file), signal));

  it("is named without its path", async () => {
    await writeFile(at("text.sqlite"), `${secret}\n`.repeat(200));
    await writeFile(at("empty.sqlite"), "");
    expect([(await inspected(at("text.sqlite"))).code, (await inspected(at("empty.sqlite"))).code]).toEqual([
      "file-unreadable",
      "file-empty",
    ]);
    const missing = await inspected(at("none.sqlite"));
    expect([missing.code, missing.params.file]).toEqual(["file-missing", "none.sqlite"]);
    expect((await inspected(folder)).code).toBe("file-missing");
  });

  it("is refused where it is cut off", async () => {
    const file = make(
      "whole.sqlite",
      "create table t (s text)",
      "insert into t with recursive x(n) as (select 1 union all select n + 1 from x where n < 9000) select hex(randomblob(50)) from x",
    );
    await copyFile(file, at("cut.sqlite"));
    await truncate(at("cut.sqlite"), 40_960);
    expect((await inspected(at("cut.sqlite"))).code).toBe("file-unreadable");
    expect((await errorOf(read(at("cut.sqlite"), "select * from t"))).code).toBe("file-unreadable");
  });

  it.each([
    ["a huge page count", 28, "fffffffe"],
    ["a page size that is none", 16, "0003"],
    ["a schema format that is none", 44, "000000ff"],
    ["a root page that is none", 100, "ff"],
  ])("is refused with %s in its header", async (_, offset, hex) => {
    await copyFile(at("shop.sqlite"), at("bent.sqlite"));
    const handle = await open(at("bent.sqlite"), "r+");
    await handle.write(Buffer.from(hex, "hex"), 0, hex.length / 2, offset);
    await handle.close();
    const error = await errorOf(read(at("bent.sqlite"), "select * from people"));
    expect(error.code).toBe("file-unreadable");
  });

  it("stays inside the folders that an administrator allows, and comes from uploads", async () => {
    const driver = sqliteDriver(
      tools({ fileRoots: [at("scratch")], uploadPath: async (id) => at(`${id}.sqlite`) }),
    );
    const outside = await errorOf(driver.introspect(configOf(at("shop.sqlite")), signal));
    expect(outside.code).toBe("file-outside-roots");
    const upload = sqliteConfigSchema.parse({ upload: "shop", label: "Магазин.db" });
    expect((await driver.test(upload, signal)).server).toBe("SQLite: Магазин.db, 4");
  });

  it("is given on the command line as sqlite:PATH", () => {
    expect(parseSqliteSource("sqlite:/data/shop.db", path.resolve)).toEqual({ path: "/data/shop.db" });
    expect(() => parseSqliteSource("sqlite:", path.resolve)).toThrow(AppError);
  });

  it("takes exactly one of a path and an upload", () => {
    expect(sqliteConfigSchema.safeParse({}).success).toBe(false);
    expect(sqliteConfigSchema.safeParse({ path: "/a", upload: "b" }).success).toBe(false);
  });
});
