import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { runSqlScript, type SqlScriptRequest } from "./run-sql-script.ts";

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
function run(
  script: string,
  extra: {
    seconds?: number;
    memory?: string;
    signal?: AbortSignal;
    parameters?: SqlScriptRequest["parameters"];
  } = {},
) {
  const databaseFile = path.join(folder, `out${counter++}.duckdb`);
  const least = { name: "least", type: "integer", value: "2" } as const;
  const { signal = new AbortController().signal, parameters = [least], ...own } = extra;
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
    parameters,
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

  it("takes values as they are, with their types and the lines of its errors", async () => {
    const hostile = "'; drop table people; -- $least";
    const { result, databaseFile } = run(
      "select id, $name as given, $day as day, '$least' as text, $none as none from people\nwhere id >= $least;",
      {
        parameters: [
          { name: "least", type: "integer", value: "2" },
          { name: "name", type: "string", value: hostile },
          { name: "day", type: "date", value: "2026-03-29" },
          { name: "none", type: "decimal", value: null },
        ],
      },
    );
    expect((await result).columns.map(({ datatype }) => datatype)).toEqual([
      "integer",
      "string",
      "date",
      "string",
      "decimal(38,18)",
    ]);
    expect(await rowsOf(databaseFile, "from result")).toEqual([
      { id: "2", given: hostile, day: "2026-03-29", text: "$least", none: null },
    ]);
    const { code, place } = await errorOf(run("select id\nfrom people\nwhere nope > $least").result);
    expect([code, place.line]).toEqual(["script-failed", 3]);
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
    ["a file by a quoted function", "select * from \"read_csv\"('/etc/passwd')"],
    ["a file by a function in capitals, behind a comment", "select * from READ_CSV/* */('/etc/passwd')"],
    ["a file as bytes", "select * from read_blob('/etc/passwd')"],
    ["a file of JSON", "select * from read_json_auto('/etc/passwd')"],
    ["a file of Parquet by its old name", "select * from parquet_scan('/tmp/x.parquet')"],
    ["what a file looks like", "select * from sniff_csv('/etc/passwd')"],
    ["an object of S3", "select * from 's3://bucket/x.parquet'"],
    ["a page of the web", "select * from read_csv('https://example.org/x.csv')"],
    ["secrets", "select * from duckdb_secrets()"],
    ["which secret is used", "select * from which_secret('s3://x', 's3')"],
    ["a function of secrets in a row", "select which_secret('s3://x', 's3') as s from people"],
    ["a secret's making", "create secret s (type s3, key_id 'x', secret 'y')"],
    ["an extension's installation", "install httpfs"],
    ["an extension's loading", "load httpfs"],
    ["a pragma", "pragma database_list"],
    ["a pragma as a table", "select * from pragma_database_list()"],
    ["a call", "call pragma_version()"],
    ["the export of a database", "export database '/tmp/etlx-export'"],
    ["the import of a database", "import database '/tmp/etlx-export'"],
    ["a copy of a query", "copy (select * from people) to '/tmp/etlx-copy.parquet' (format parquet)"],
    ["a copy into a table", "copy people from '/etc/passwd'"],
    ["a detachment", "detach in0"],
    ["a use of another database", "use in0"],
    ["a variable's setting", "set variable x = 1"],
    ["a setting's reset", "reset memory_limit"],
    ["a table's making", "create table t as select * from people"],
    ["a macro", "create macro f() as table select * from read_csv('/etc/passwd')"],
    ["rows put into a table", "insert into people values (3, 'c')"],
    ["rows' change", "update people set name = 'x'"],
    ["a transaction", "begin"],
    ["a checkpoint", "checkpoint"],
    ["a vacuum", "vacuum"],
    ["a summary", "summarize people"],
    ["a plan", "explain analyze select * from people"],
    ["a prepared statement", "prepare p as select 1"],
    ["a table by a text", "select * from query_table('other')"],
    ["the engine's log", "select * from duckdb_logs"],
    ["the environment", "select getenv('HOME') as s from people"],
    ["a sequence", "select nextval('s') as n from people"],
    ["a file in a union", "select name from people union all select content from read_text('/etc/passwd')"],
    ["a file in a condition", "select * from people where exists (select 1 from glob('/*'))"],
    ["a file in a lateral join", "select * from people, lateral (select * from read_text('/etc/passwd')) t"],
    [
      "a file in an aggregate",
      "select (select list(content) from read_text('/etc/passwd')) as l from people",
    ],
    ["a serialized statement", "select json_execute_serialized_sql('x') as x from people"],
    [
      "the catalogue behind a common table of its name",
      "select d.* from (with duckdb_databases as (select 1 as a) select a from duckdb_databases) t, duckdb_databases d",
    ],
    [
      "the catalogue within a common table of its name",
      "with pg_settings as (select * from pg_settings) select * from pg_settings",
    ],
    ["numbers that are drawn", "select *, random() as r from people"],
    ["identifiers that are drawn", "select *, uuid() as r from people"],
    ["a sample that is drawn", "select * from people using sample 1 rows"],
    ["the clock", "select *, now() as r from people"],
    ["today", "select *, today() as r from people"],
    ["the day, as a column would be named", "select *, CURRENT_DATE as r from people"],
    ["the day where its name is quoted", 'select *, "current_date" as r from people'],
    ["the hour in a condition", "select * from people where localtime > time '12:00'"],
    ["the clock by another name", "select *, get_current_timestamp() as r from people"],
    ["how long ago something was", "select *, age(timestamp '2020-01-01') as r from people"],
    ["a parameter that nobody gave", "select $other as x from people where id = $least"],
  ] as const;
  let stopped = 0;
  afterAll(() => {
    console.log(`SQL sandbox: ${stopped} of ${refused.length} attempts stopped`);
    expect(stopped).toBe(refused.length);
    expect(refused.length).toBeGreaterThanOrEqual(60);
  });
  it.each(refused)("may not read %s", async (_, script) => {
    const { result, databaseFile } = run(script);
    const error = await errorOf(result);
    expect([error.code, error.params.table]).toEqual(["script-refused", "people"]);
    expect(existsSync(databaseFile)).toBe(false);
    stopped++;
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

  it("may have a column that is named as the clock, and count between two days", async () => {
    const { result } = run(
      `with d as (select 1 as "current_date", 2 as now)
       select d.current_date, now, age(timestamp '2024-02-01', timestamp '2024-01-01')::varchar as a from d`,
    );
    expect((await result).columns.map(({ name }) => name)).toEqual(["current_date", "now", "a"]);
    const told = await errorOf(run("select 1 as one,\n current_date as day from people").result);
    expect([told.params.reason, told.place.line]).toEqual(["clock-function", 2]);
    expect(told.message).toContain("current_date gives the time at which it is asked");
  });

  it("may draw a sample that is the same each time", async () => {
    const { result } = run('select i from "big rows" tablesample reservoir(10 rows) repeatable (1)');
    expect((await result).rows).toBe(10);
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
