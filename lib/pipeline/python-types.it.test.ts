import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  environmentOf,
  fileSandbox,
  hasJail,
  type PythonPool,
  parquetAsCsv,
  pythonPool,
} from "#lib/engine/server";
import type { BoundSource } from "#lib/pipeline";
import { findSourceDriver } from "#lib/sources/server";
import { findStoreDriver } from "#lib/stores/server";
import {
  freshDatabase,
  mariadbOr,
  PipelineHarness,
  plain,
  pythonOr,
  type TestDatabase,
  testDocument,
} from "#lib/testing";
import { pythonLimits } from "./scripts/python-limits.ts";

/** Every type on its way source → pandas → pandas → Parquet → PostgreSQL → pandas → Parquet: what each place gives, and back. */

let harness: PipelineHarness;
let database: TestDatabase;
let client: pg.Client;
let folder = "";
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  harness = await PipelineHarness.open();
  database = await freshDatabase("python_types");
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-types-"));
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await client?.end();
  await harness?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const network = { privateHosts: "all" } as const;
const limits = { memory: "256MB", threads: 2, seconds: 60, diskBytes: 2 ** 30 };

/** A type with the hardest value it has here, as DuckDB writes it, and as PostgreSQL's and MySQL's literals. */
const cases = [
  { name: "i", type: "integer", value: "9223372036854775807", pg: "bigint", my: "bigint" },
  { name: "i_low", type: "integer", value: "-9223372036854775808", pg: "bigint", my: "bigint" },
  {
    name: "d",
    type: "decimal(38,18)",
    value: "12345678901234567890.123456789012345678",
    pg: "numeric(38,18)",
    my: "decimal(38,18)",
  },
  { name: "f", type: "float", value: "0.1", pg: "double precision", my: "double" },
  { name: "b", type: "boolean", value: "true", pg: "boolean", my: undefined },
  { name: "day", type: "date", value: "0001-01-01", pg: "date", my: "date" },
  { name: "clock", type: "time", value: "23:59:59.999999", pg: "time", my: "time(6)" },
  { name: "ts", type: "timestamp", value: "2024-02-29 23:59:59.999999", pg: "timestamp", my: "datetime(6)" },
  {
    name: "tz",
    type: "timestamp(tz)",
    value: "2024-02-29 20:59:59.999999+00",
    pg: "timestamptz",
    my: undefined,
  },
  { name: "j", type: "json", value: '{"a": [1, "é", null]}', pg: "json", my: undefined },
  { name: "u", type: "uuid", value: "6f9619ff-8b86-4011-b42d-00cf4fc964ff", pg: "uuid", my: "char(36)" },
  { name: "bin", type: "binary", value: "\\xdeadbeef00", pg: "bytea", my: "varbinary(10)" },
  { name: "empty", type: "string", value: "", pg: "text", my: "text" },
  { name: "txt", type: "string", value: "Ё\"'\\,\n👍", pg: "text", my: "text" },
] as const;
type Case = (typeof cases)[number];

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const duckdbTypes: Readonly<Record<string, string>> = {
  integer: "bigint",
  float: "double",
  string: "varchar",
  json: "varchar",
  binary: "blob",
  "timestamp(tz)": "timestamptz",
};

async function duckdb(statement: string): Promise<readonly Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    await connection.run("set timezone = 'UTC'");
    return (await connection.runAndReadAll(statement)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

interface Place {
  readonly name: string;
  readonly kind: string;
  readonly config: unknown;
  /** What it can hold. */
  readonly cases: readonly Case[];
}

const pgConfig = () => {
  const url = new URL(database.url);
  return {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
};

async function postgresql(): Promise<Place> {
  await client.query(`create table t (n int, ${cases.map((one) => `${one.name} ${one.pg}`).join(", ")})`);
  const values = cases.map((one) => `${quoted(one.value)}::${one.pg}`);
  await client.query(`insert into t values (1, ${values.join(", ")})`);
  await client.query("insert into t (n) values (2)");
  return { name: "postgresql", kind: "postgresql", config: pgConfig(), cases };
}

async function mysql(context: Parameters<typeof mariadbOr>[0]): Promise<Place> {
  const server = await mariadbOr(context);
  stops.push(() => server.stop());
  const own = cases.filter((one) => one.my !== undefined);
  const literalOf = (one: Case) =>
    one.type === "binary" ? `x'${one.value.slice(2)}'` : quoted(one.value.replaceAll("\\", "\\\\"));
  await server.admin.query(
    `create table t (n int, ${own.map((one) => `${one.name} ${one.my}`).join(", ")}) character set utf8mb4`,
  );
  await server.admin.query(`insert into t values (1, ${own.map(literalOf).join(", ")})`);
  await server.admin.query("insert into t (n) values (2)");
  const { host, port, user, password } = server;
  return {
    name: "mysql",
    kind: "mysql",
    config: { host, port, database: "shop", user, password },
    cases: own,
  };
}

const duckdbLiteral = ({ type, value }: Case) =>
  type === "binary" ? `unhex('${value.slice(2)}')` : `${quoted(value)}::${duckdbTypes[type] ?? type}`;

async function parquet(): Promise<Place> {
  const file = path.join(folder, "t.parquet");
  const row = (value: (one: Case) => string) => cases.map((one) => `${value(one)} as ${one.name}`).join(", ");
  await duckdb(
    `copy (select 1 as n, ${row(duckdbLiteral)} union all select 2, ${row(() => "null")}) to '${file}' (format parquet)`,
  );
  const config = { files: [{ table: "t", path: file, format: "parquet" }] };
  return { name: "parquet", kind: "files", config, cases };
}

async function csv(): Promise<Place> {
  const file = path.join(folder, "t.csv");
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = [
    ["n", ...cases.map((one) => one.name)].join(","),
    ["1", ...cases.map((one) => cell(one.value))].join(","),
    ["2", ...cases.map(() => "")].join(","),
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  return {
    name: "csv",
    kind: "files",
    config: { files: [{ table: "t", path: file, format: "csv" }] },
    cases,
  };
}

const identity = "def transform(df):\n    return df.copy()\n";

const moduleOf = ({ name }: Place): string => `from${name}`;

async function pass(
  place: Place,
  script: string,
  python: PythonPool,
  withStore: boolean,
): Promise<readonly Record<string, unknown>[]> {
  const files = fileSandbox(limits);
  const source: BoundSource = {
    name: "given",
    kind: place.kind,
    driver: findSourceDriver(place.kind, { network, files, fileRoots: [folder] }),
    config: place.config,
  };
  const store = {
    name: "warehouse",
    kind: "postgresql",
    driver: findStoreDriver("postgresql", { network, parquetAsCsv: parquetAsCsv(limits) }),
    config: pgConfig(),
  };
  const document = testDocument(
    [
      {
        name: "t",
        extraction: { language: "python", source: "given", script },
        transformation: { language: "python", script: identity },
        columns: [plain("n", "integer"), ...place.cases.map((one) => plain(one.name, one.type))],
      },
    ],
    {
      name: moduleOf(place),
      sources: [{ name: "given", ref: "given" }],
      ...(withStore ? { upload: { stores: ["warehouse"], fileFormat: "parquet" } } : {}),
    },
  );
  const run = await harness.run(
    document,
    {},
    { sources: [source], stores: withStore ? [store] : [], python },
  );
  expect(run.outcome.reports.quality.tables[0]?.counts.rejected, place.name).toBe(0);
  return (await run.rows("t")).toSorted((a, b) => Number(a.n) - Number(b.n));
}

it("no type loses anything between a source, pandas, Parquet, PostgreSQL and pandas again", async (context) => {
  const interpreter = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  const python = pythonPool({
    environment: () => environmentOf(interpreter),
    root: path.join(folder, "pool"),
    limits: pythonLimits(60),
  });
  stops.unshift(() => python.close());
  const expected = (
    await duckdb(`select ${cases.map((one) => `${duckdbLiteral(one)} as ${one.name}`).join(", ")}`)
  )[0];
  const table: Record<string, Record<string, string>> = {};
  for (const place of [await postgresql(), await mysql(context), await parquet(), await csv()]) {
    const once = await pass(
      place,
      "def extract(source):\n    return source.query('select * from t')\n",
      python,
      true,
    );
    const warehouse = { ...place, kind: "postgresql", config: pgConfig() };
    const again = await pass(
      warehouse,
      `def extract(source):\n    return source.query('''select * from ${moduleOf(place)}_v1.t''')\n`,
      python,
      false,
    );
    for (const one of cases) {
      const label = `${one.name} ${one.type}`;
      const line = table[label] ?? {};
      table[label] = line;
      if (!place.cases.includes(one)) {
        line[place.name] = "–";
        continue;
      }
      const isSame = (rows: readonly Record<string, unknown>[]) =>
        rows.length === 2 && rows[0]?.[one.name] === expected?.[one.name] && rows[1]?.[one.name] === null;
      line[place.name] =
        isSame(once) && isSame(again)
          ? "same"
          : `${JSON.stringify([once[0]?.[one.name], once[1]?.[one.name]])} ${JSON.stringify([again[0]?.[one.name], again[1]?.[one.name]])}`;
    }
  }
  console.table(table);
  const wrong = Object.entries(table).flatMap(([type, line]) =>
    Object.entries(line).flatMap(([place, found]) =>
      found === "same" || found === "–" ? [] : [`${place} ${type}: ${found}`],
    ),
  );
  expect(wrong).toEqual([]);
  const pairs = Object.values(table).flatMap((line) => Object.values(line));
  expect(pairs.filter((found) => found === "same").length).toBe(cases.length * 4 - 3);
}, 240_000);
