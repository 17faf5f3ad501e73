import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { runSqlScript } from "./run-sql-script.ts";

let folder = "";
const input = () => path.join(folder, "in.duckdb");
const limits = { memory: "256MB", threads: 2, seconds: 30, diskBytes: 2 ** 30 };
const secret = "Иванова-Секрет-42";

async function rowsOf(file: string, sql: string) {
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

let counter = 0;
function run(script: string, extra: { seconds?: number; memory?: string; signal?: AbortSignal } = {}) {
  const databaseFile = path.join(folder, `out${counter++}.duckdb`);
  const { signal = new AbortController().signal, ...own } = extra;
  const result = runSqlScript({
    table: "people",
    inputs: [
      { databaseFile: input(), table: "people", as: "people" },
      { databaseFile: input(), table: "big", as: "big rows" },
    ],
    script,
    output: { databaseFile, table: "result" },
    limits: { ...limits, ...own },
    signal,
    scratch: path.join(folder, "scratch"),
  });
  return { databaseFile, result };
}

const errorOf = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  return error;
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-sandbox-test-"));
  const instance = await DuckDBInstance.create(input());
  const connection = await instance.connect();
  await connection.run(
    `create table people as select * from (values (1, '${secret}'), (2, 'b')) t(id, name)`,
  );
  await connection.run("create table big as select range as i, md5(range::varchar) as s from range(3000000)");
  await connection.run("create table other as select 1 as x");
  connection.closeSync();
  instance.closeSync();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a transformation script", () => {
  it("writes its rows, in types that the module knows", async () => {
    const { result, databaseFile } = run(
      "-- tidy\nwith t as (select id, name, [id] as list, sum(id) over () as total from people)\nselect *, id::decimal(10,2) as price from t;",
    );
    const { columns, rows } = await result;
    expect(rows).toBe(2);
    expect(columns.map((c) => [c.name, c.datatype])).toEqual([
      ["id", "integer"],
      ["name", "string"],
      ["list", "json"],
      ["total", "decimal(38,0)"],
      ["price", "decimal(10,2)"],
    ]);
    expect(await rowsOf(databaseFile, "select * from result order by id")).toEqual([
      { id: "1", name: secret, list: "[1]", total: "3", price: "1.00" },
      { id: "2", name: "b", list: "[2]", total: "3", price: "2.00" },
    ]);
  });

  const refused = [
    ["a file by function", "select * from read_csv('/etc/passwd')"],
    ["a file by name", "select * from '/etc/passwd'"],
    ["a file as text", "select content from read_text('/etc/passwd')"],
    ["a folder", "select * from glob('/*')"],
    ["a setting", "select current_setting('memory_limit') as s from people"],
    ["a variable", "select getvariable('key') as s from people"],
    ["the settings", "select * from duckdb_settings()"],
    ["the catalogue", "select * from duckdb_tables"],
    ["another schema", "select * from information_schema.tables"],
    ["a table that was not given", "select * from other"],
    ["a table of the input by its alias", "select * from in0.main.other"],
    ["a query in a text", "select * from query('select 1')"],
    ["a description", "describe people"],
    ["a file in a sub-query", "select (select count(*) from read_csv('/etc/passwd')) as n"],
    ["a file in a common table", "with t as (select * from read_text('/etc/passwd')) select * from t"],
    ["a statement that writes", "drop table people"],
    ["a copy", "copy people to '/tmp/etlx-copy.csv'"],
    ["an attachment", "attach '/tmp/x.db' as x"],
    ["a setting's change", "set memory_limit = '10GB'"],
    ["two statements", "select 1; select 2"],
    ["no statement", "-- nothing"],
    ["a parameter", "select ? as x"],
  ] as const;
  it.each(refused)("may not read %s", async (_, script) => {
    const { result, databaseFile } = run(script);
    const error = await errorOf(result);
    expect([error.code, error.params.table]).toEqual(["script-refused", "people"]);
    expect(existsSync(databaseFile)).toBe(false);
  });

  it("is told its own line and the class of the error, never a value", async () => {
    const syntax = await errorOf(run("select 1\nfrom (selec").result);
    expect([syntax.code, syntax.params.detail, syntax.params.line]).toEqual([
      "script-failed",
      "Parser Error",
      2,
    ]);
    const unknown = await errorOf(run("select id\n, nothing from people").result);
    expect([unknown.params.detail, unknown.params.line]).toEqual(["Binder Error", 2]);
    const cast = await errorOf(run("select name::int as n from people").result);
    expect([cast.code, cast.params.detail]).toEqual(["script-failed", "Conversion Error"]);
    expect(JSON.stringify(cast.toData())).not.toContain(secret);
    expect(cast.message).not.toContain(secret);
    const thrown = await errorOf(run("select error(name) as n from people").result);
    expect(JSON.stringify(thrown.toData())).not.toContain(secret);
  });

  it("may not name two columns alike", async () => {
    const error = await errorOf(run("select id, id from people").result);
    expect([error.code, error.params.column]).toEqual(["source-column-repeated", "id"]);
  });

  it("spills where it must and stays within its memory", { timeout: 120_000 }, async () => {
    const { result } = run('select s, row_number() over (order by s) as n from "big rows"', {
      memory: "200MB",
      seconds: 110,
    });
    expect((await result).rows).toBe(3_000_000);
  });

  it("is killed past its time, and leaves nothing behind", async () => {
    const started = Date.now();
    const { result, databaseFile } = run(
      "select count(*) as n from range(1000000000) a, range(1000) b where a.range * b.range = -1",
      { seconds: 1 },
    );
    const error = await errorOf(result);
    expect([error.code, error.params.resource]).toEqual(["script-limit", "time"]);
    expect(Date.now() - started).toBeLessThan(5000);
    expect(existsSync(databaseFile)).toBe(false);
    expect(await readdir(path.join(folder, "scratch"))).toEqual([]);
  });

  it("is killed within a second when the run is cancelled", async () => {
    const stop = new AbortController();
    const { result } = run(
      "select count(*) as n from range(1000000000) a, range(1000) b where a.range * b.range = -1",
      { signal: stop.signal },
    );
    const failed = errorOf(result);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const aborted = Date.now();
    stop.abort();
    expect((await failed).code).toBe("run-cancelled");
    expect(Date.now() - aborted).toBeLessThan(1000);
  });
});
