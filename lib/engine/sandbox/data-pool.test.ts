import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { type DataPool, dataPool } from "./data-pool.ts";
import { parquetAsCsv } from "./parquet-as-csv.ts";

const run = promisify(execFile);
const limits = { memory: "256MB", threads: 1, seconds: 20, diskBytes: 2 ** 30 };
const columns = [
  { name: "i", datatype: "integer" },
  { name: "s", datatype: "string" },
  { name: "b", datatype: "binary" },
];

let folder = "";
let file = "";
let pool: DataPool;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-pool-test-"));
  file = path.join(folder, "it's.parquet");
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(
    `copy (select range as i, case range % 3 when 0 then null when 1 then '' else 'a,"' || range end as s, '\\xAB'::blob as b
           from range(200000) order by i) to '${file.replaceAll("'", "''")}' (format parquet, row_group_size 10000)`,
  );
  connection.closeSync();
  instance.closeSync();
  pool = dataPool({ size: 2, limits });
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true, force: true });
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe("the pool", () => {
  it("reads pages in the file's order, and only the columns asked for", async () => {
    const page = await pool.readRows({ file, columns: ["i", "s"], offset: 150_000, limit: 3 });
    expect(page.total).toBe(200_000);
    expect(page.columns.map((c) => [c.name, c.datatype])).toEqual([
      ["i", "integer"],
      ["s", "string"],
    ]);
    expect(page.rows).toEqual([
      ["150000", null],
      ["150001", ""],
      ["150002", 'a,"150002'],
    ]);
    expect((await pool.readRows({ file, offset: 500_000, limit: 10 })).rows).toEqual([]);
    expect((await pool.readRows({ file, offset: 0, limit: 1e9 })).rows.length).toBe(10_000);
  });

  it("answers many requests with few children, and survives a broken file", async () => {
    const broken = path.join(folder, "broken.parquet");
    await writeFile(broken, "PAR1 no PAR1");
    const work = Array.from({ length: 12 }, (_, n) =>
      n % 4 === 3
        ? codeOf(pool.readRows({ file: broken, offset: 0, limit: 1 }))
        : pool.readRows({ file, columns: ["i"], offset: n, limit: 1 }).then((page) => page.rows[0]?.[0]),
    );
    const answers = await Promise.all(work);
    expect(answers.filter((_, n) => n % 4 !== 3)).toEqual(["0", "1", "2", "4", "5", "6", "8", "9", "10"]);
    expect(new Set(answers.filter((_, n) => n % 4 === 3))).toEqual(new Set(["sandbox-failed"]));
  });

  it("replaces a child that is past its time or was cancelled", async () => {
    const slow = dataPool({ size: 1, limits: { ...limits, seconds: 0.001 } });
    expect(await codeOf(slow.readRows({ file, offset: 0, limit: 1 }))).toBe("sandbox-limit");
    await slow.close();
    const stop = new AbortController();
    const reading = codeOf(pool.readRows({ file, offset: 0, limit: 10_000 }, stop.signal));
    stop.abort();
    expect(await reading).toBe("run-cancelled");
    expect((await pool.readRows({ file, offset: 0, limit: 1 })).total).toBe(200_000);
  });

  it("sniffs a file", async () => {
    const csv = path.join(folder, "a.csv");
    await writeFile(csv, "id;name\n1;x\n");
    const auto = { format: "auto", compression: "auto", encoding: "auto", header: "auto" } as const;
    const facts = await pool.sniffFile({ table: "a", label: "a.csv", path: csv, ...auto });
    expect(facts).toMatchObject({ format: "csv", delimiter: ";", header: true, encoding: "utf-8" });
    expect(facts.columns.map((c) => c.name)).toEqual(["id", "name"]);
  });

  it("gives its children no environment, and loads no engine into this process", async () => {
    const door = path.join(import.meta.dirname, "..", "server.ts");
    const script = `import(${JSON.stringify(door)}).then(async ({ dataPool }) => {
      const pool = dataPool({ size: 1 });
      await pool.readRows({ file: ${JSON.stringify(file)}, offset: 0, limit: 1 });
      const { execFileSync } = await import("node:child_process");
      const { readFileSync } = await import("node:fs");
      const pid = execFileSync("pgrep", ["-P", String(process.pid), "-f", "child.ts"]).toString().trim().split("\\n")[0];
      const loaded = readFileSync("/proc/self/maps", "utf8").includes("libduckdb");
      console.log(JSON.stringify({ env: readFileSync("/proc/" + pid + "/environ", "utf8").split("\\0").map((e) => e.split("=")[0]).filter(Boolean).sort(), loaded }));
      await pool.close();
    });`;
    const { stdout } = await run(process.execPath, ["-e", script], {
      env: { PATH: process.env.PATH ?? "", DATABASE_URL: "postgresql://secret", NODE_ENV: "test" },
    });
    const { env, loaded } = JSON.parse(stdout);
    expect(loaded).toBe(false);
    expect(env).toContain("HOME");
    expect(env).not.toContain("DATABASE_URL");
    expect(env).not.toContain("PATH");
  });
});

describe("Parquet as CSV", () => {
  it("streams nulls apart from empty texts, and binary as hexadecimal", async () => {
    const stream = await parquetAsCsv(limits)(file, columns, { signal: new AbortController().signal });
    const lines = (await text(stream)).trimEnd().split("\n");
    expect(lines.length).toBe(200_000);
    expect(lines.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).slice(0, 3)).toEqual([
      "0,,\\xab",
      '1,"",\\xab',
      '2,"a,""2",\\xab',
    ]);
  });

  it("fails with the child's error, and ends when nobody reads on", async () => {
    const { signal } = new AbortController();
    const missing = await parquetAsCsv(limits)(path.join(folder, "none.parquet"), columns, { signal });
    expect(await codeOf(text(missing))).toBe("sandbox-failed");
    const left = await parquetAsCsv(limits)(file, columns, { signal, scratch: folder });
    for await (const _ of left) break;
    const before = await readFile("/proc/self/stat", "utf8");
    expect(before.length).toBeGreaterThan(0);
    expect(left.destroyed).toBe(true);
  });
});
