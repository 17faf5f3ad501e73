import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Config } from "#lib/config/server";
import { type StageId, stageIds } from "#lib/contracts";
import type { Queue } from "#lib/queue/server";
import type { TestDatabase, TestRecords } from "#lib/testing";
import { type Installation, openInstallation } from "./testing/installation.ts";

// The real worker in a process of its own, killed with -9 in each stage of the real pipeline over a real PostgreSQL.

const execute = promisify(execFile);
const rows = 60_000;
let installation: Installation;
let records: TestRecords;
let warehouse: TestDatabase;
let queue: Queue;
let folder = "";
let config: Config;
let moduleId = "";
let revisionId = "";
const started: ChildProcess[] = [];

const document = {
  "@type": "DataModule",
  format: 2,
  name: "patients",
  sources: [{ name: "clinic", ref: "clinic" }],
  tables: [
    {
      name: "patient",
      extraction: {
        language: "sql",
        source: "clinic",
        script: "select id, mail, city, birth from patient",
      },
      transformation: { language: "sql", script: "select *, upper(city) as place from patient" },
      columns: [
        { name: "id", datatype: "integer" },
        {
          name: "mail",
          datatype: "string",
          normalize: [{ rule: "trim" }],
          nulls: { rule: "reject" },
          privacyClass: "direct-identifier",
          anonymize: { rule: "pseudonymize" },
        },
        { name: "place", datatype: "string", privacyClass: "insensitive" },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
    },
  ],
  upload: { stores: ["shelf", "warehouse"] },
};

function startWorker(): ChildProcess {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "test",
      DATABASE_URL: records.url,
      ETLX_DATA_DIR: folder,
      ETLX_ENGINE_MEMORY: "256MB",
      ETLX_ENGINE_THREADS: "2",
      ETLX_LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  started.push(child);
  return child;
}

beforeAll(async () => {
  installation = await openInstallation("kill", {
    source: `create table patient as select i as id,
      case when i % 50 = 0 then null else ' person' || i || '@example.com ' end as mail,
      'city ' || i % 100 as city, date '1950-01-01' + i % 20000 as birth from generate_series(1, ${rows}) i`,
  });
  ({ records, warehouse, queue, folder, config } = installation);
  ({ moduleId, revisionId } = await installation.approved(document));
});

afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await installation.close();
});

const startRun = () =>
  records.db.transaction(async (tx) => {
    const run = await tx.runs.create({ moduleId, revisionId, kind: "publication" });
    await queue.enqueue(tx, "run", { runId: run.id });
    return run.id;
  });

/** Kills the worker as soon as the run's stage has started; answers in which stage that was, nothing where it went by unseen. */
async function killIn(stage: StageId, runId: string, worker: ChildProcess): Promise<StageId | undefined> {
  const end = Date.now() + 120_000;
  for (;;) {
    const last = (await records.db.runs.stages(runId)).at(-1);
    if (last?.stage === stage) {
      worker.kill("SIGKILL");
      await once(worker, "exit");
      return (await records.db.runs.stages(runId)).at(-1)?.stage;
    }
    const run = await records.db.runs.get(runId);
    if (run?.finishedAt !== undefined) {
      worker.kill("SIGKILL");
      await once(worker, "exit");
      return undefined;
    }
    if (Date.now() > end) throw new Error(`${stage} did not start`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("a worker killed in every stage: each run ends with one version and nothing left over", async () => {
  const runs: string[] = [];
  const killed: StageId[] = [];
  for (const stage of stageIds) {
    // On a loaded machine a short stage may be over before one looks.
    for (let tries = 0; tries < 4 && killed.at(-1) !== stage; tries++) {
      const worker = startWorker();
      const runId = await startRun();
      runs.push(runId);
      const seen = await killIn(stage, runId, worker);
      if (seen) killed.push(seen);
    }
  }
  expect(killed).toEqual([...stageIds]);
  const last = startWorker();
  const { db } = records;
  await expect
    .poll(async () => (await Promise.all(runs.map((id) => db.runs.get(id)))).map((run) => run?.state), {
      timeout: 400_000,
      interval: 500,
    })
    .toEqual(runs.map(() => "succeeded"));
  last.kill("SIGTERM");
  const [code] = await once(last, "exit");
  expect(code).toBe(0);

  const versions = await db.versions.list("patients");
  expect(versions.map(({ number }) => number)).toEqual(runs.map((_, index) => runs.length - index));
  expect(new Set(versions.map(({ runId }) => runId))).toEqual(new Set(runs));
  const latest = await db.versions.latest("patients");
  const counts = latest?.manifest.tables[0]?.counts;
  expect(counts).toMatchObject({ transformed: rows, rejected: rows / 50, published: rows - rows / 50 });
  expect(await readdir(config.data.stagingRoot)).toEqual([]);
  expect(new Set(await readdir(config.data.recordRoot))).toEqual(await db.versions.referencedHashes());
  const shelf = (await readdir(path.join(folder, "shelf", "patients"))).sort();
  expect(shelf.filter((name) => !/^(v\d+|runs|latest.*)$/.test(name))).toEqual([]);
  expect(shelf.filter((name) => name.startsWith("v"))).toHaveLength(runs.length);
  const written = await readdir(path.join(folder, "shelf", "patients", "runs"));
  expect(written.sort()).toEqual([...runs].sort());
  const store = new pg.Client({ connectionString: warehouse.url });
  await store.connect();
  const { rows: schemas } = await store.query<{ kind: string; run: string }>(
    `select d::json->>'kind' as kind, d::json->>'run' as run
     from pg_namespace n, lateral obj_description(n.oid, 'pg_namespace') d where d like '{%'`,
  );
  await store.end();
  const runsOf = (kind: string) => schemas.filter((s) => s.kind === kind).map((s) => s.run);
  expect(runsOf("run").sort()).toEqual([...runs].sort());
  expect(runsOf("version").sort()).toEqual([...runs].sort());
  expect(runsOf("latest")).toEqual([latest?.runId]);
  expect(schemas).toHaveLength(2 * runs.length + 1);
  // Children of the killed workers: they name the folder they worked in.
  const { stdout } = await execute("ps", ["-eo", "pid=,args="]);
  expect(stdout.split("\n").filter((line) => line.includes(folder))).toEqual([]);
  const pipes = (await readdir(folder, { recursive: true })).filter((name) => /\.csv$|pipe-/.test(name));
  expect(pipes).toEqual([]);
  const resumed = await records.query(`select "runId" from "run_event" where "message" = 'run-resumed'`);
  expect(resumed.length).toBeGreaterThanOrEqual(stageIds.length - 2);
}, 600_000);
