import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { environmentOf, fileSandbox, hasJail, parquetAsCsv, pythonPool } from "#lib/engine/server";
import { findSourceDriver } from "#lib/sources/server";
import { findStoreDriver } from "#lib/stores/server";
import { mariadbOr, PipelineHarness, plain, pythonOr, s3Or, testDocument } from "#lib/testing";
import { pythonLimits } from "./scripts/python-limits.ts";

let harness: PipelineHarness;
let folder = "";
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  harness = await PipelineHarness.open();
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-mixed-"));
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

const network = { privateHosts: "all" } as const;
const tools = {
  network,
  files: fileSandbox({ memory: "256MB", threads: 2, seconds: 60, diskBytes: 2 ** 30 }),
};

async function parquet(file: string, select: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`copy (${select}) to '${file}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}

const script = `
def transform(df, customers):
    paid = df[df["status"] == "оплачен"]
    return paid.merge(customers, left_on="customer", right_on="id", suffixes=("", "_customer"))[["id", "amount", "city", "year"]]
`;

it("joins a MariaDB and a folder of Parquet on S3 with pandas, and publishes to S3", async (context) => {
  const interpreter = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  const database = await mariadbOr(context);
  stops.push(() => database.stop());
  const bucket = await s3Or(context);
  stops.push(() => bucket.stop());
  const python = pythonPool({
    environment: () => environmentOf(interpreter),
    root: path.join(folder, "pool"),
    limits: pythonLimits(60),
  });
  stops.unshift(() => python.close());
  await database.admin.query(`
    create table orders (id int primary key, customer int not null, amount decimal(12,2), status varchar(20));
    insert into orders select seq, 1 + seq % 10, seq * 1.10, if(seq % 2 = 0, 'оплачен', 'новый') from seq_1_to_1000;`);
  for (const year of [2023, 2024]) {
    const file = path.join(bucket.folder, `customers/year=${year}/part.parquet`);
    const first = year === 2023 ? 1 : 6;
    await parquet(
      file,
      `select range::int as id, 'Город ' || (range % 3) as city from range(${first}, ${first + 5})`,
    );
  }
  const { host, port, user, password } = database;
  const sources = [
    {
      name: "sales",
      kind: "mysql",
      driver: findSourceDriver("mysql", tools),
      config: { host, port, database: "shop", user, password },
    },
    {
      name: "lake",
      kind: "s3",
      driver: findSourceDriver("s3", tools),
      config: { ...bucket.connection, tables: [{ table: "customers", key: "customers/year=*/*.parquet" }] },
    },
  ];
  const store = {
    name: "published",
    kind: "s3",
    driver: findStoreDriver("s3", {
      network,
      parquetAsCsv: parquetAsCsv({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
    }),
    config: { ...bucket.connection, prefix: "published/" },
  };
  const document = testDocument(
    [
      {
        name: "orders",
        extraction: { language: "sql", source: "sales", script: "select * from orders" },
        transformation: { language: "python", script },
        columns: [
          plain("id", "integer"),
          plain("amount", "decimal(12,2)"),
          plain("city"),
          plain("year", "integer"),
        ],
      },
      {
        name: "customers",
        publish: false,
        extraction: { language: "sql", source: "lake", script: "select * from customers" },
        columns: [plain("id", "integer")],
      },
    ],
    {
      sources: [
        { name: "sales", ref: "sales" },
        { name: "lake", ref: "lake" },
      ],
      upload: { stores: ["published"], fileFormat: "parquet" },
    },
  );
  const run = await harness.run(document, {}, { sources, stores: [store], python });
  expect(run.outcome.kind).toBe("published");
  const rows = await run.rows("orders");
  expect(rows).toHaveLength(500);
  expect(rows[0]).toEqual({ id: "2", amount: "2.20", city: "Город 0", year: "2023" });
  const shown = findSourceDriver("s3", tools);
  const config = {
    ...bucket.connection,
    tables: [{ table: "orders", key: "published/test/files/*/orders.parquet" }],
  };
  const [table] = await shown.introspect(config, new AbortController().signal);
  expect(table?.estimatedRows).toBe(500);
  expect(table?.columns.map(({ name, datatype }) => [name, datatype])).toEqual([
    ["id", "integer"],
    ["amount", "decimal(12,2)"],
    ["city", "string"],
    ["year", "integer"],
  ]);
});
