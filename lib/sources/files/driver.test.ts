import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fileSandbox } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { SampleTarget, SourceTools } from "../definition.ts";
import { filesConfigSchema, parseFileSource, tableNameOf } from "./definition.ts";
import { filesDriver } from "./driver.ts";

let folder = "";
const { signal } = new AbortController();
const tools = (extra: Partial<SourceTools> = {}): SourceTools => ({
  network: { privateHosts: "all" },
  files: fileSandbox({ memory: "256MB", threads: 2, seconds: 30, diskBytes: 2 ** 30 }),
  ...extra,
});
const configOf = (...files: readonly { table: string; path?: string; upload?: string }[]) =>
  filesConfigSchema.parse({ files });

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (error instanceof AppError) return error;
  throw new Error("an AppError was expected", { cause: error });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-files-driver-"));
  await mkdir(path.join(folder, "root"));
  await mkdir(path.join(folder, "other"));
  await writeFile(path.join(folder, "root", "people.csv"), "id,name\n1,a\n2,b\n");
  await writeFile(path.join(folder, "root", "orders.ndjson"), '{"id":1,"person":2}\n');
  await writeFile(path.join(folder, "other", "secret.csv"), "id\n1\n");
  await symlink(path.join(folder, "other", "secret.csv"), path.join(folder, "root", "link.csv"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (...parts: string[]) => path.join(folder, ...parts);

describe("files as a source", () => {
  it("are introspected as tables", async () => {
    const driver = filesDriver(tools());
    const config = configOf(
      { table: "people", path: at("root", "people.csv") },
      { table: "orders", path: at("root", "orders.ndjson") },
    );
    const tables = await driver.introspect(config, signal);
    expect(tables.map((t) => [t.name, t.kind, t.columns.map((c) => c.name), t.estimatedRows])).toEqual([
      ["people", "file", ["id", "name"], 2],
      ["orders", "file", ["id", "person"], undefined],
    ]);
    expect((await driver.test(config, signal)).server).toBe("people: csv, orders: ndjson");
  });

  it("count what was read of them", async () => {
    const config = configOf(
      { table: "people", path: at("root", "people.csv") },
      { table: "orders", path: at("root", "orders.ndjson") },
    );
    const session = await filesDriver(tools()).open(config, { runName: "r", signal, scratch: at("scratch") });
    try {
      await session.extract("people", "select * from people");
      await session.extract("orders", "select * from orders");
      const cost = session.cost();
      expect(cost).toMatchObject({ queries: 2, rows: 3, files: 2, bytes: 16 + 20 });
      expect(cost.longestQuerySeconds).toBeGreaterThan(0);
      expect(cost.seconds).toBeGreaterThan(cost.longestQuerySeconds);
    } finally {
      await session.close();
    }
  });

  it("of one pattern are read at once by several threads, in the order of their names all the same", async () => {
    const files = 8;
    const ofEach = 20_000;
    await mkdir(at("root", "parts"), { recursive: true });
    for (let file = 0; file < files; file++) {
      const lines = Array.from({ length: ofEach }, (_, row) => `${file},${row}`);
      await writeFile(at("root", "parts", `part_${file}.csv`), `file,row\n${lines.join("\n")}\n`);
    }
    const config = configOf({ table: "parts", path: at("root", "parts", "*.csv") });
    const seen: string[] = [];
    for (const threads of [1, 2, 4]) {
      const sandbox = fileSandbox({ memory: "512MB", threads, seconds: 60, diskBytes: 2 ** 30 });
      const options = { runName: "r", signal, scratch: at("scratch") };
      const session = await filesDriver(tools({ files: sandbox })).open(config, options);
      const intake = await session.extract("parts", "select file, row from parts");
      if (intake.kind !== "database") throw new TypeError("a database file was expected");
      const instance = await DuckDBInstance.create(intake.file);
      const connection = await instance.connect();
      const reader = await connection.runAndReadAll(`select file::int, row::int from ${intake.table}`);
      const rows = reader.getRows().map((row) => row.join(","));
      connection.closeSync();
      instance.closeSync();
      expect(rows).toHaveLength(files * ofEach);
      expect(rows.slice(0, 2)).toEqual(["0,0", "0,1"]);
      seen.push(createHash("sha256").update(rows.join("\n")).digest("hex"));
      expect(await session.files?.()).toHaveLength(files);
      await session.close();
    }
    expect(new Set(seen).size).toBe(1);
  });

  it("get what the folders of their path say, a link's own name among them, and once", async () => {
    const config = (ending: string) =>
      configOf({ table: "t", path: at("root", "years", "year=*", `part.${ending}`) });
    await mkdir(at("root", "years", "year=2023"), { recursive: true });
    await mkdir(at("root", "newest"));
    await symlink(at("root", "newest"), at("root", "years", "year=2024"));
    // Nobody goes round in circles.
    await symlink(at("root", "years"), at("root", "years", "year=2023", "year=loop"));
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    for (const [folderOf, n] of [
      [at("root", "years", "year=2023"), 1],
      [at("root", "newest"), 2],
    ] as const) {
      await writeFile(path.join(folderOf, "part.csv"), `n\n${n}\n`);
      await writeFile(path.join(folderOf, "part.ndjson"), `{"n":"${n}"}\n`);
      const file = path.join(folderOf, "part.parquet");
      await connection.run(`copy (select '${n}' as n) to '${file}' (format parquet)`);
    }
    connection.closeSync();
    const deep = configOf({ table: "t", path: at("root", "years", "**", "part.csv") });
    const found = await filesDriver(tools()).open(deep, { runName: "r", signal, scratch: at("scratch") });
    expect(await found.files?.()).toHaveLength(2);
    await found.close();
    for (const ending of ["csv", "ndjson", "parquet"]) {
      const [table] = await filesDriver(tools()).introspect(config(ending), signal);
      expect(
        table?.columns.map(({ name, datatype }) => [name, datatype]),
        ending,
      ).toEqual([
        ["n", "string"],
        ["year", "string"],
      ]);
      const options = { runName: "r", signal, scratch: at("scratch") };
      const session = await filesDriver(tools()).open(config(ending), options);
      const intake = await session.extract("t", "select n, year from t order by n");
      if (intake.kind !== "database") throw new TypeError("a database file was expected");
      const read = await DuckDBInstance.create(intake.file);
      const reading = await read.connect();
      const rows = (await reading.runAndReadAll(`select * from ${intake.table}`)).getRowsJson();
      reading.closeSync();
      read.closeSync();
      expect(rows, ending).toEqual([
        ["1", "2023"],
        ["2", "2024"],
      ]);
      await session.close();
    }
    instance.closeSync();
  });

  it("are sampled at random, the same rows again, through scripts as well", async () => {
    const rows = 5000;
    const lines = Array.from({ length: rows }, (_, n) => n);
    await writeFile(at("root", "many.csv"), `n\n${lines.join("\n")}\n`);
    // What counts is that the sample is the same rows: one thread keeps their order.
    const files = fileSandbox({ memory: "256MB", threads: 1, seconds: 30, diskBytes: 2 ** 30 });
    const config = configOf({ table: "many", path: at("root", "many.csv") });
    const session = await filesDriver(tools({ files })).open(config, {
      runName: "r",
      signal,
      scratch: at("scratch"),
    });
    try {
      const read = async (target: SampleTarget) => {
        const intake = await session.extract("many", await session.sampleScript(target, 300));
        if (intake.kind !== "database") throw new Error("a database file was expected");
        const instance = await DuckDBInstance.create(intake.file, { access_mode: "READ_ONLY" });
        const connection = await instance.connect();
        const reader = await connection.runAndReadAll(`select n::int from "${intake.table}" order by 1`);
        const numbers = reader.getRowsJson().map(([n]) => Number(n));
        connection.closeSync();
        instance.closeSync();
        return numbers;
      };
      const sampled = await read({ name: "many" });
      expect(sampled).toHaveLength(300);
      const mean = sampled.reduce((sum, n) => sum + n, 0) / sampled.length;
      expect(Math.abs(mean - rows / 2)).toBeLessThan(rows / 8);
      expect(await read({ name: "many" })).toEqual(sampled);
      expect(await read({ script: 'select n from "many" -- all' })).toHaveLength(300);
    } finally {
      await session.close();
    }
  });

  it("are joined by one script, and leave nothing behind", async () => {
    const driver = filesDriver(tools());
    const config = configOf(
      { table: "people", path: at("root", "people.csv") },
      { table: "orders", path: at("root", "orders.ndjson") },
    );
    const scratch = at("scratch");
    const session = await driver.open(config, { runName: "r", signal, scratch });
    const script = "select o.id, p.name from orders o join people p on p.id = o.person";
    expect((await session.describe("t", script)).map((c) => c.datatype)).toEqual(["string", "string"]);
    const intake = await session.extract("t", script);
    expect([intake.kind, intake.columns.map((c) => c.name)]).toEqual(["database", ["id", "name"]]);
    const sha256 = createHash("sha256").update("id,name\n1,a\n2,b\n").digest("hex");
    expect((await session.files?.())?.[0]).toEqual({ table: "people", bytes: 16, sha256 });
    await session.close();
    expect(await readdir(scratch)).toEqual([]);
  });

  it("stay inside the folders that an administrator allows, links resolved", async () => {
    const driver = filesDriver(tools({ fileRoots: [at("root")] }));
    expect((await driver.test(configOf({ table: "t", path: at("root", "people.csv") }), signal)).server).toBe(
      "t: csv",
    );
    for (const outside of [
      at("other", "secret.csv"),
      at("root", "link.csv"),
      at("root", "..", "other", "secret.csv"),
    ]) {
      const error = await errorOf(driver.test(configOf({ table: "t", path: outside }), signal));
      expect(error.code).toBe("file-outside-roots");
    }
    const none = filesDriver(tools({ fileRoots: [] }));
    expect(
      (await errorOf(none.test(configOf({ table: "t", path: at("root", "people.csv") }), signal))).code,
    ).toBe("file-outside-roots");
  });

  it("of a pattern are looked for only as long as somebody waits", async () => {
    const left = AbortSignal.abort();
    const inspect = vi.fn(tools().files.inspect);
    const driver = filesDriver(tools({ files: { ...tools().files, inspect } }));
    const config = configOf({ table: "t", path: at("root", "*.csv") });
    for (const look of [
      () => driver.test(config, left),
      () => driver.introspect(config, left),
      () => driver.open(config, { runName: "r", signal: left, scratch: at("scratch") }),
    ])
      expect((await errorOf(look())).code).toBe("run-cancelled");
    expect(inspect).not.toHaveBeenCalled();
  });

  it("come from uploads by their id", async () => {
    const driver = filesDriver(tools({ fileRoots: [], uploadPath: async (id) => at("root", `${id}.csv`) }));
    expect((await driver.test(configOf({ table: "t", upload: "people" }), signal)).server).toBe("t: csv");
    expect((await errorOf(driver.test(configOf({ table: "t", upload: "gone" }), signal))).code).toBe(
      "file-missing",
    );
    const without = filesDriver(tools());
    expect((await errorOf(without.test(configOf({ table: "t", upload: "people" }), signal))).code).toBe(
      "file-missing",
    );
  });

  it("that are not there, or are folders, are named without their path", async () => {
    const driver = filesDriver(tools());
    for (const missing of [at("root", "none.csv"), at("root")]) {
      const error = await errorOf(driver.test(configOf({ table: "t", path: missing }), signal));
      expect([error.code, error.params.file]).toEqual(["file-missing", path.basename(missing)]);
    }
  });

  it("that change under a run are refused", async () => {
    const file = at("root", "growing.csv");
    await writeFile(file, "id\n1\n");
    const session = await filesDriver(tools()).open(configOf({ table: "t", path: file }), {
      runName: "r",
      signal,
      scratch: at("scratch"),
    });
    await writeFile(file, "id\n1\n2\n");
    const error = await errorOf(session.extract("t", "select * from t"));
    await session.close();
    expect([error.code, error.params.file]).toEqual(["file-changed", "growing.csv"]);
  });

  it("have fingerprints that tell how they are read", () => {
    const driver = filesDriver(tools());
    const one = configOf({ table: "t", path: "/a.csv" });
    const [file] = one.files;
    expect(driver.fingerprint(one)).toBe(driver.fingerprint(configOf({ table: "t", path: "/a.csv" })));
    expect(driver.fingerprint(one)).not.toBe(
      driver.fingerprint(filesConfigSchema.parse({ files: [{ ...file, delimiter: ";" }] })),
    );
  });
});

describe("the command line's file:PATH", () => {
  it("names tables after files and takes relative paths from the document", () => {
    const { files } = parseFileSource("file:data/people.csv.gz, /abs/Заказы 1.parquet", "/doc", path.resolve);
    expect(files.map((f) => [f.table, f.path])).toEqual([
      ["people", "/doc/data/people.csv.gz"],
      ["Заказы 1", "/abs/Заказы 1.parquet"],
    ]);
  });

  it.each(["file:", "data.csv", "file:a.csv,b/a.csv"])("refuses %s", (text) => {
    expect(() => parseFileSource(text, "/doc", path.resolve)).toThrow(AppError);
  });

  it("never makes a name that the engine keeps", () => {
    expect(tableNameOf("/x/__run.csv")).toBe("run");
    expect(tableNameOf("/x/.csv")).toBe("file");
  });
});
