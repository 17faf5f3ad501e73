import { execFile } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, smallDiskOr, type TestDatabase } from "#lib/testing";
import { documentOf, type EtlxFolder, ended, etlxFolder } from "./testing/etlx-process.ts";

/** What happens around a run: it is cancelled, its child is killed, a disk is full. Nothing is published and nothing stays. */

const execute = promisify(execFile);
let etlx: EtlxFolder;
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  etlx = await etlxFolder();
  database = await freshDatabase("cli_faults");
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    "create table many as select i as id, md5(i::text) as v from generate_series(1, 1500000) i",
  );
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
  await etlx?.close();
});

const childrenOf = async (pid: number): Promise<number[]> => {
  const { stdout } = await execute("ps", ["-eo", "pid=,ppid="]);
  const rows = stdout.trim().split("\n");
  return rows.flatMap((row) => {
    const [own, parent] = row.trim().split(/\s+/).map(Number);
    return parent === pid && own !== undefined ? [own] : [];
  });
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const atTheSource = async (): Promise<string[]> => {
  const { rows } = await client.query<{ query: string }>(
    "select query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
  );
  return rows.map(({ query }) => query);
};

const pseudonymous = [
  { name: "id", datatype: "integer", privacyClass: "insensitive" },
  {
    name: "v",
    datatype: "string",
    privacyClass: "direct-identifier",
    anonymize: { rule: "pseudonymize" },
  },
];
const endless =
  "select sum(a.range * b.range)::bigint as id, 'x' as v from range(10000000) a, range(1000000) b";

/** Runs a document until its stage has begun, and some milliseconds more; answers the process and its children then. */
async function startUntil(document: string, stage: string, more: number) {
  await etlx.write("cut.jsonld", document);
  const child = etlx.start(["run", "cut.jsonld", "--source", "s=env:U", "--out", "cut", "--json"], {
    U: database.url,
  });
  const end = ended(child);
  let said = "";
  await new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.stdout?.on("data", (chunk) => {
      said += chunk;
      if (started(said, stage)) resolve();
    });
  });
  await new Promise((resolve) => setTimeout(resolve, more));
  return { child, end, children: await childrenOf(child.pid ?? 0) };
}

const started = (said: string, stage: string) =>
  said.split("\n").some((line) => line.includes('"stage-started"') && line.includes(`"stage":"${stage}"`));

describe("cancelling", () => {
  const cases: readonly [what: string, document: string, stage: string][] = [
    [
      "a query at the source",
      documentOf({ t: { script: "select 1 as id, pg_sleep(60)::text as v", columns: pseudonymous } }),
      "extract",
    ],
    [
      "rows that stream",
      documentOf({
        t: {
          script: "select a.id, repeat(a.v, 20) as v from many a, generate_series(1, 50)",
          columns: pseudonymous,
        },
      }),
      "extract",
    ],
    [
      "a statement of the engine",
      documentOf({ t: { script: "select * from many", columns: pseudonymous } }),
      "anonymize",
    ],
    [
      "a script in a child process",
      documentOf({
        t: {
          script: "select 1 as id, 'x' as v",
          transformation: { language: "sql", script: endless },
          columns: pseudonymous,
        },
      }),
      "transform",
    ],
  ];
  test.each(cases)("%s ends within two seconds and leaves nothing", async (_, document, stage) => {
    const { child, end, children } = await startUntil(document, stage, 700);
    if (stage === "transform") expect(children.length).toBeGreaterThan(0);
    if (stage === "extract") expect((await atTheSource()).length).toBeGreaterThan(0);
    const asked = performance.now();
    child.kill("SIGINT");
    const { code, stdout } = await end;
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(stdout).toContain('"code":"run-cancelled"');
    expect(stdout).not.toContain('"stage-finished","stage":"publish"');
    expect(code).toBe(130);
    expect(children.filter(isAlive)).toEqual([]);
    await expect.poll(atTheSource, { timeout: 1_000 }).toEqual([]);
    expect(await etlx.staging()).toEqual([]);
    expect(await readdir(etlx.folder)).not.toContain("cut");
  });
});

test("a child process that is killed ends the run with 70, and the log says what failed", async () => {
  const document = documentOf({
    t: {
      script: "select 1 as id, 'x' as v",
      transformation: { language: "sql", script: endless },
      columns: pseudonymous,
    },
  });
  const { end, children } = await startUntil(document, "transform", 400);
  expect(children.length).toBeGreaterThan(0);
  for (const pid of children) process.kill(pid, "SIGKILL");
  const { code, stdout } = await end;
  expect(code).toBe(70);
  const log = etlx.here("data", "command-line.log");
  expect(stdout).toContain(log);
  expect((await stat(log)).mode & 0o777).toBe(0o600);
  const line = JSON.parse((await readFile(log, "utf8")).trim().split("\n").at(-1) ?? "");
  expect(line).toMatchObject({ level: "error", process: "etlx", err: { code: "sandbox-failed" } });
  expect(await etlx.staging()).toEqual([]);
  expect(await readdir(etlx.folder)).not.toContain("cut");
});

describe("a disk", () => {
  const document = documentOf({
    t: { script: "select * from many where id <= 150000", columns: pseudonymous },
  });
  const run = async (out: string, env: Record<string, string> = {}) => {
    await etlx.write("disk.jsonld", document);
    const result = await etlx.run(["run", "disk.jsonld", "--source", "s=env:U", "--out", out, "--json"], {
      U: database.url,
      ...env,
    });
    expect(result.stdout, result.stderr).not.toBe("");
    const error = JSON.parse(result.stdout.trim().split("\n").at(-1) ?? "");
    return { ...result, error };
  };

  test("that is full under the staging publishes nothing and says which", async (context) => {
    const small = await smallDiskOr(context, etlx.here("small-data"), "size=4m");
    try {
      const { code, error } = await run("full", { ETLX_DATA_DIR: small.folder });
      expect({ code, error: error.code, table: error.place?.table }).toEqual({
        code: 3,
        error: "disk-full",
        table: "t",
      });
      expect(error.message).toContain(small.folder);
      expect(await readdir(`${small.folder}/staging`)).toEqual([]);
      expect(await readdir(etlx.folder)).not.toContain("full");
    } finally {
      await small.unmount();
    }
  });

  test("that is full, or may not be written, under the folder of the version keeps what is there", async (context) => {
    for (const [options, expected, code] of [
      ["size=2m", "disk-full", 3],
      ["size=2m,ro", "folder-read-only", 2],
    ] as const) {
      const out = await smallDiskOr(context, etlx.here(`small-out-${code}`), options);
      try {
        const result = await run(`small-out-${code}`);
        expect({ code: result.code, error: result.error.code }).toEqual({ code, error: expected });
        expect(result.error.message).toContain(out.folder);
        expect(await readdir(out.folder)).toEqual([]);
        expect(await etlx.staging()).toEqual([]);
      } finally {
        await out.unmount();
      }
    }
  });
});

test("a killed command line leaves its staging to the next one, which removes it", async () => {
  const document = documentOf({ t: { script: "select * from many", columns: pseudonymous } });
  const { child, end } = await startUntil(document, "anonymize", 0);
  child.kill("SIGKILL");
  await end;
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  expect(await etlx.staging()).toHaveLength(1);
  await etlx.write("next.jsonld", documentOf({ t: { script: "select 'a' as a", columns: ["a"] } }));
  const next = await etlx.run(["run", "next.jsonld", "--source", "s=env:U"], { U: database.url });
  expect(next).toMatchObject({ code: 0 });
  expect(await etlx.staging()).toEqual([]);
});
