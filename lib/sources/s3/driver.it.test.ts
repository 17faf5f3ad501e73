import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect, it, type TestContext } from "vitest";
import { fileSandbox } from "#lib/engine/server";
import type { AppError } from "#lib/kernel";
import { connectS3 } from "#lib/network/server";
import { s3Or, type TestS3 } from "#lib/testing";
import { type S3SourceConfig, s3SourceSchema } from "./definition.ts";
import { s3Driver } from "./driver.ts";

const { signal } = new AbortController();
const driver = s3Driver({
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 }),
});

let scratch = "";
let starting: Promise<TestS3> | undefined;
afterAll(async () => {
  await (await starting?.catch(() => undefined))?.stop();
  await rm(scratch, { recursive: true, force: true });
});

async function bucket(context: TestContext): Promise<TestS3> {
  starting ??= s3Or(context).then(async (server) => {
    scratch = await mkdtemp(path.join(os.tmpdir(), "etlx-s3-source-"));
    const put = async (key: string, text: string) => {
      const file = path.join(server.folder, key);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    };
    await put("exports/orders_1.csv", "id;сумма\n1;10,5\n2;\n");
    await put("exports/orders_2.csv", "id;сумма;валюта\n3;7;RUB\n");
    await put("exports/orders_2.csv.bak", "no\n");
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    for (const [year, from] of [
      [2023, 0],
      [2024, 100],
    ] as const) {
      await mkdir(path.join(server.folder, `events/year=${year}`), { recursive: true });
      const file = path.join(server.folder, `events/year=${year}/part.parquet`);
      await connection.run(
        `copy (select range + ${from} as id, 'e' || range as name from range(100)) to '${file}' (format parquet)`,
      );
    }
    connection.closeSync();
    instance.closeSync();
    return server;
  });
  return starting;
}

const configOf = (server: TestS3, extra: object = {}): S3SourceConfig =>
  s3SourceSchema.parse({
    ...server.connection,
    tables: [
      { table: "orders", key: "exports/*.csv" },
      { table: "events", key: "events/year=*/*.parquet" },
    ],
    ...extra,
  });

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: AppError) => {
      expect(`${error.message}${JSON.stringify(error.toData())}`).not.toContain("very-secret-key");
      return error.code === "source-query-failed" ? error.message : error.code;
    },
  );

it("finds tables of many objects, their columns and the columns of their folders", async (context) => {
  const config = configOf(await bucket(context));
  expect((await driver.test(config, signal)).server).toContain("test-bucket");
  const tables = await driver.introspect(config, signal);
  expect(tables.map(({ name, columns }) => [name, columns.map((c) => c.name)])).toEqual([
    ["orders", ["id", "сумма", "валюта"]],
    ["events", ["id", "name", "year"]],
  ]);
  expect(tables[1]?.estimatedRows).toBe(200);
});

it("looks at the smallest objects that hold something, and at no more than a web process may fetch", async (context) => {
  const server = await bucket(context);
  const looks = path.join(scratch, "looks");
  const files = fileSandbox({ memory: "256MB", threads: 1, seconds: 60, diskBytes: 2 ** 30 });
  const looking = s3Driver({ network: { privateHosts: "all" }, files, looks });
  const put = async (key: string, text: string, bytes?: number) => {
    const file = path.join(server.folder, key);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    if (bytes !== undefined) await truncate(file, bytes);
  };
  await put("mixed/a.csv", "large\n", 300 * 2 ** 20);
  await put("mixed/b.csv", "");
  await put("mixed/c.csv", "id,town\n1,Riga\n");
  await put("mixed/d.csv", "id,town,later\n2,Oslo,\n");
  await put("large/a.csv", "large\n", 150 * 2 ** 20);
  await put("large/b.csv", "large\n", 150 * 2 ** 20);
  const tables = [{ table: "mixed", key: "mixed/*.csv" }];
  const [mixed] = await looking.introspect(configOf(server, { tables }), signal);
  expect(mixed?.columns.map(({ name }) => name)).toEqual(["id", "town", "later"]);
  const both = configOf(server, { tables: [...tables, { table: "large", key: "large/*.csv" }] });
  await expect(looking.introspect(both, signal)).rejects.toMatchObject({
    code: "source-too-large",
    params: { limit: String(2 ** 28) },
    place: { table: "large" },
  });
  expect(await readdir(looks)).toEqual([]);
  await rm(looks, { recursive: true });
});

it("reads all objects of a pattern as one table, and leaves nothing behind", async (context) => {
  const config = configOf(await bucket(context));
  const session = await driver.open(config, { runName: "run", signal, scratch });
  const intake = await session.extract(
    "t",
    "select year, count(*) as n, min(id) as first from events group by year order by year",
  );
  const orders = await session.extract("t", "select * from orders order by id");
  if (intake.kind !== "database" || orders.kind !== "database")
    throw new TypeError("database files were expected");
  const rows = async ({ file }: { file: string }) => {
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    const found = (await connection.runAndReadAll("select * from rows")).getRowsJson();
    connection.closeSync();
    instance.closeSync();
    return found;
  };
  expect(await rows(intake)).toEqual([
    ["2023", "100", "0"],
    ["2024", "100", "100"],
  ]);
  expect(await rows(orders)).toEqual([
    ["1", "10,5", null],
    ["2", null, null],
    ["3", "7", "RUB"],
  ]);
  const files = await session.files?.();
  expect(files).toHaveLength(4);
  expect(session.cost()).toMatchObject({
    queries: 2,
    rows: 5,
    files: 4,
    bytes: files?.reduce((sum, { bytes }) => sum + bytes, 0),
  });
  await session.close();
  expect(await readdir(scratch)).toEqual([]);
});

it("refuses an object that changed after the bucket was listed", async (context) => {
  const server = await bucket(context);
  const config = configOf(server);
  const put = async ({ connection }: TestS3, Body: string) => {
    const client = await connectS3(config, { privateHosts: "all" });
    await client.send(new PutObjectCommand({ Bucket: connection.bucket, Key: "exports/orders_2.csv", Body }));
    client.destroy();
  };
  await put(server, "id;сумма;валюта\n3;7;RUB\n");
  const session = await driver.open(config, { runName: "run", signal, scratch });
  await put(server, "id;сумма;валюта\n4;8;RUB\n");
  expect(await codeOf(session.extract("t", "select * from orders"))).toBe("file-changed");
  await session.close();
});

it("says what is wrong before anything is fetched", async (context) => {
  const server = await bucket(context);
  const open = (extra: object) =>
    codeOf(driver.open(configOf(server, extra), { runName: "run", signal, scratch }));
  expect(await open({ tables: [{ table: "t", key: "nothing/*.csv" }] })).toBe("file-missing");
  expect(await open({ mostBytes: 100 })).toBe("source-too-large");
  expect(await open({ secretAccessKey: "wrong" })).toBe("source-refused-login");
  expect(await open({ accessKeyId: "nobody" })).toBe("source-refused-login");
  expect(await open({ bucket: "no-such-bucket" })).toBe("source-database-missing");
  expect(await open({ endpoint: "http://127.0.0.1:1" })).toBe("source-unreachable");
  expect(await readdir(scratch)).toEqual([]);
});
