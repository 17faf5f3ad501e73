import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import type { NewRunEvent } from "#lib/contracts";
import {
  environmentOf,
  fileSandbox,
  hasJail,
  type PythonPool,
  parquetAsCsv,
  pythonPool,
} from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { SourceTools } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import { parsePostgresStore } from "#lib/stores";
import { findStoreDriver } from "#lib/stores/server";
import {
  freshDatabase,
  PipelineHarness,
  plain,
  pythonOr,
  s3Or,
  type TestDatabase,
  type TestS3,
  testDocument,
} from "#lib/testing";
import type { BoundStore } from "./ports.ts";
import { pythonLimits } from "./scripts/python-limits.ts";
import { undoUpload } from "./scripts/upload/run-upload-script.ts";

// Upload scripts in Python, in the real sandbox, on a real PostgreSQL and a real S3 server.

const mark = Math.random().toString(36).slice(2, 10);
const [writer, reader] = [`python_writer_${mark}`, `python_reader_${mark}`];
const limits = { memory: "256MB", threads: 2, seconds: 60, diskBytes: 2 ** 30 };
const tools: SourceTools = { network: { privateHosts: "all" }, files: fileSandbox(limits) };
const sourceDriver = (kind: string) => findSourceDriver(kind, tools);

async function statement(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

let folder = "";
let harness: PipelineHarness;
let pool: PythonPool | undefined;
let database: TestDatabase;
let warehouse: BoundStore;
let bucket: BoundStore | undefined;
let s3: TestS3 | undefined;

const storeOf = (name: string, kind: string, config: unknown): BoundStore => ({
  name,
  kind,
  config,
  driver: findStoreDriver(kind, { network: { privateHosts: "all" }, parquetAsCsv: parquetAsCsv(limits) }),
});

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-python-upload-"));
  harness = await PipelineHarness.open();
  database = await freshDatabase("python_uploads");
  await statement(
    database.url,
    `create role ${writer} login password 'writes'; create role ${reader} login password 'reads'`,
  );
  warehouse = storeOf("warehouse", "postgresql", {
    ...parsePostgresStore(database.url),
    ...{ scriptUser: writer, scriptPassword: "writes", readerUser: reader, readerPassword: "reads" },
  });
});
afterAll(async () => {
  await pool?.close();
  await harness.close();
  await statement(
    database.url,
    `drop owned by ${writer} cascade; drop role ${writer}; drop owned by ${reader} cascade; drop role ${reader}`,
  );
  await database.drop();
  await s3?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function poolOr(context: TestContext): Promise<PythonPool> {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  pool ??= pythonPool({ environment: () => environmentOf(python), root: folder, limits: pythonLimits(60) });
  return pool;
}

const rows = {
  visits: {
    columns: ["id", "amount", "at", "note"],
    rows: Array.from({ length: 250 }, (_, at) => [
      String(at + 1),
      `${at}.50`,
      `2024-02-29 10:00:00.${String(at).padStart(6, "0")}`,
      at % 3 === 0 ? null : at % 3 === 1 ? "" : `note "${at}" ы`,
    ]),
  },
  cities: { columns: ["city"], rows: [["Москва"], ["Казань"]] },
};

const documentWith = (store: string, script: string) =>
  testDocument(
    [
      {
        name: "visits",
        columns: [
          plain("id", "integer"),
          plain("amount", "decimal(12,2)"),
          plain("at", "timestamp"),
          plain("note", "string", { nulls: { rule: "keep", tokens: [] } }),
        ],
      },
      { name: "cities", columns: [plain("city")] },
    ],
    { upload: { stores: [], script: { language: "python", store, script } } },
  );

async function publish(context: TestContext, store: BoundStore, script: string) {
  const python = await poolOr(context);
  return harness.run(documentWith(store.name, script), rows, { python, sourceDriver, stores: [store] });
}

/** The error of a run that publishes nothing, after which nothing of it is left. */
async function refused(context: TestContext, store: BoundStore, script: string): Promise<AppError> {
  const python = await poolOr(context);
  const document = documentWith(store.name, script);
  const error = await harness.run(document, rows, { python, sourceDriver, stores: [store] }).then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  const { script: made } = document.upload ?? {};
  const { signal } = new AbortController();
  const where = { store: store.name, module: "test", runId: harness.runId, signal };
  if (made) await undoUpload(made, store, where);
  return error;
}

const schemas = () => statement(database.url, "select nspname from pg_namespace where nspname like 'etlx%'");

const both = `
    return {name: f'select * from "{target.name}"."{name}"' for name in tables}
`;

describe("a Python upload script into PostgreSQL", () => {
  it("writes tables and runs SQL under the run's own name, and returns how they are read", async (context) => {
    const run = await publish(
      context,
      warehouse,
      `def upload(tables, target):
    for name in tables:
        target.write_table(name, tables.chunks(name))
    target.execute("create view seen as select id, amount, at, note from visits")
    return {"visits": {"language": "sql", "source": "warehouse", "text": f"select * from {target.name}.seen"},
            "cities": f"select city from {target.name}.cities"}
`,
    );
    expect(run.outcome.kind).toBe("published");
    expect(run.extraction.map(({ table, script }) => [table, script.language, script.source])).toEqual([
      ["visits", "sql", "warehouse"],
      ["cities", "sql", "warehouse"],
    ]);
    const text = run.extraction[0]?.script.text ?? "";
    expect(await statement(database.url, `select count(*)::int as n from (${text}) q`)).toEqual([{ n: 250 }]);
    for (const { nspname } of await schemas())
      await statement(database.url, `drop schema ${nspname} cascade`);
  });

  it("that is out of time leaves nothing at work there", async (context) => {
    const python = await poolOr(context);
    const document = documentWith(
      "warehouse",
      `def upload(tables, target):
    target.execute("set statement_timeout = 0")
    target.execute("create table slow as select pg_sleep(60)::text as held")
`,
    );
    const options = { python, sourceDriver, stores: [warehouse], scriptSeconds: 3 };
    await expect(harness.run(document, rows, options)).rejects.toMatchObject({ code: "script-limit" });
    const asked =
      "select pid from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()";
    expect(await statement(database.url, asked)).toEqual([]);
  });

  it("may return a script in Python, which is read in the sandbox", async (context) => {
    const run = await publish(
      context,
      warehouse,
      `def upload(tables, target):
    for name in tables:
        target.write_table(name, tables[name])
    text = f'def extract(source):\\n    return source.query("select * from {target.name}.cities")'
    return {"visits": f"select * from {target.name}.visits", "cities": {"language": "python", "text": text}}
`,
    );
    expect(run.extraction[1]?.script).toMatchObject({ language: "python", source: "warehouse" });
    for (const { nspname } of await schemas())
      await statement(database.url, `drop schema ${nspname} cascade`);
  });

  it("may return a script in Python that looks at more rows than it answers", async (context) => {
    const run = await publish(
      context,
      warehouse,
      `def upload(tables, target):
    for name in tables:
        target.write_table(name, tables[name])
    text = f"""def extract(source):
    visits = source.query("select id from {target.name}.visits")
    assert len(visits) == 250
    return source.query("select * from {target.name}.cities").iloc[: len(visits)]
"""
    return {"visits": f"select * from {target.name}.visits", "cities": {"language": "python", "text": text}}
`,
    );
    expect(run.outcome.kind).toBe("published");
    for (const { nspname } of await schemas())
      await statement(database.url, `drop schema ${nspname} cascade`);
  });

  it("is compared by one row more than there should be, however many its returned script answers", async (context) => {
    const error = await refused(
      context,
      warehouse,
      `def upload(tables, target):
    for name in tables:
        target.write_table(name, tables[name])
    text = f"""import pandas

def extract(source):
    return pandas.concat([source.query("select * from {target.name}.cities")] * 100)
"""
    return {"visits": f"select * from {target.name}.visits", "cities": {"language": "python", "text": text}}
`,
    );
    expect(error.toData()).toMatchObject({
      code: "upload-differs",
      params: { en: "of 2 rows 0 are missing or other, and 1 rows are there that should not." },
    });
  });

  it.for([
    [
      "a row less",
      `target.write_table("visits", tables["visits"].iloc[1:])`,
      "upload-differs",
      /1 are missing/,
    ],
    [
      "an empty text for a null",
      `target.write_table("visits", tables["visits"].assign(note=tables["visits"]["note"].fillna("")))`,
      "upload-differs",
      /84 are missing/,
    ],
    ["nothing", "pass", "upload-read-back-failed", /upload-read-back-failed/],
    ["a frame of another form", `target.write_table("visits", [1])`, "script-refused", /DataFrame/],
    ["a file into a database", `target.put("a.txt", b"x")`, "upload-script-refused", /keeps no files/],
    [
      "outside its own name",
      `target.execute("create table public.mine (id int)")`,
      "upload-script-failed",
      /42501/,
    ],
    ["and commits", `target.execute("commit")`, "upload-script-refused", /transaction/],
    ["and raises", `raise ValueError("secret 4711")`, "script-failed", /^(?!.*4711).*ValueError/s],
    [
      "and reaches for the network",
      `import socket; socket.create_connection(("127.0.0.1", 5432))`,
      "script-failed",
      /Error/,
    ],
  ] as const)(
    "that writes %s publishes nothing and leaves nothing",
    async ([, line, code, words], context) => {
      const error = await refused(
        context,
        warehouse,
        `def upload(tables, target):
    target.write_table("cities", tables["cities"])
    ${line}
${both}`,
      );
      expect([error.code, `${error.code} ${JSON.stringify(error.toData())}`]).toEqual([
        code,
        expect.stringMatching(words),
      ]);
      expect(await schemas()).toEqual([]);
    },
  );
});

describe("a Python upload script into S3", () => {
  const script = (line: string) => `def upload(tables, target):
    for name in tables:
        target.write_table(name, tables[name])
    target.put("about/readme.txt", "made by a script")
    ${line}
    return {name: f'select * from "{name}"' for name in tables}
`;
  const opened = async (context: TestContext): Promise<BoundStore> => {
    s3 ??= await s3Or(context);
    if (bucket) return bucket;
    const { accessKeyId: readerAccessKeyId, secretAccessKey: readerSecretAccessKey } = await s3.addKeys();
    const reading = { readerAccessKeyId, readerSecretAccessKey };
    bucket = storeOf("bucket", "s3", { ...s3.connection, ...reading, prefix: "published/" });
    return bucket;
  };
  const objects = async () =>
    (
      await readdir(path.join(s3?.folder ?? "", "published"), { recursive: true, withFileTypes: true }).catch(
        () => [],
      )
    )
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(".sgwtmp"))
      .map((entry) => path.join(entry.parentPath, entry.name));

  it.for([
    ["none", {}],
    ["half a pair", { readerAccessKeyId: "reader" }],
    [
      "those that it is written with",
      { readerAccessKeyId: "test-access", readerSecretAccessKey: "very-secret-key" },
    ],
  ] as const)("is refused before anything is read where it has %s for reading", async ([, keys], context) => {
    await opened(context);
    const store = storeOf("bucket", "s3", { ...s3?.connection, ...keys, prefix: "published/" });
    const events: NewRunEvent[] = [];
    const python = await poolOr(context);
    const run = harness.run(documentWith("bucket", script("pass")), rows, {
      ...{ python, sourceDriver, stores: [store], events },
    });
    await expect(run).rejects.toMatchObject({
      code: "upload-store-unsuitable",
      params: { en: expect.stringContaining("keys for reading") },
    });
    expect(events.map(({ message }) => message)).not.toContain("stage-started");
  });

  it("is refused before anything is read where it has a clean-up, which nothing would carry out", async (context) => {
    const store = await opened(context);
    const document = documentWith("bucket", script("pass"));
    const { upload } = document;
    const made = upload?.script && { ...upload, script: { ...upload.script, cleanUp: "delete from t" } };
    const events: NewRunEvent[] = [];
    const python = await poolOr(context);
    const run = harness.run({ ...document, upload: made }, rows, {
      ...{ python, sourceDriver, stores: [store], events },
    });
    await expect(run).rejects.toMatchObject({
      code: "upload-store-unsuitable",
      params: { en: expect.stringContaining("clean-up") },
    });
    expect(events.map(({ message }) => message)).not.toContain("stage-started");
  });

  it("puts files below the run's own folder, which are read back as tables", async (context) => {
    const store = await opened(context);
    const run = await publish(context, store, script("pass"));
    expect(run.outcome.kind).toBe("published");
    const found = await objects();
    const readme = found.find((file) => file.endsWith("readme.txt")) ?? "";
    expect(readme).toMatch(/published\/test\/scripts\/[0-9a-f-]{36}\/about\/readme\.txt$/);
    expect(await readFile(readme, "utf8")).toBe("made by a script");
    expect(found.filter((file) => file.endsWith(".parquet"))).toHaveLength(2);
    const runId = /scripts\/([^/]+)\//.exec(readme)?.[1] ?? "";
    const { signal } = new AbortController();
    await store.driver.remove(store.config, { runId }, { store: "bucket", module: "test", runId, signal });
    expect(await objects()).toEqual([]);
  });

  it.for([
    [
      "a row twice",
      `target.write_table("cities", iter([tables["cities"], tables["cities"].iloc[:1]]))`,
      "upload-differs",
      /1 rows are there/,
    ],
    [
      "outside its folder",
      `target.put("../../other", b"x")`,
      "upload-script-refused",
      /below the run's own folder/,
    ],
    ["SQL", `target.execute("select 1")`, "upload-script-refused", /runs no SQL/],
  ] as const)(
    "that writes %s publishes nothing and leaves nothing",
    async ([, line, code, words], context) => {
      const error = await refused(context, await opened(context), script(line));
      expect([error.code, `${error.code} ${JSON.stringify(error.toData())}`]).toEqual([
        code,
        expect.stringMatching(words),
      ]);
      expect(await objects()).toEqual([]);
    },
  );
});
