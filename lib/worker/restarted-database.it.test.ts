import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbeddedPostgres } from "#lib/bootstrap";
import { readConfig } from "#lib/config/server";
import { AppError } from "#lib/kernel";
import { openMasterKey } from "#lib/keys/server";
import type { RunOutcome, RunRequest } from "#lib/pipeline";
import { openQueue, type Queue } from "#lib/queue/server";
import { createLog } from "#lib/telemetry/server";
import { hashOf, type TestRecords, testRecords, testReports } from "#lib/testing";
import { executeRun } from "./execute-run.ts";
import type { WorkerContext } from "./worker-context.ts";

/** Our own PostgreSQL restarts under a run: the run is tried again and ends, it does not fail for good. */

let folder = "";
let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
let records: TestRecords;
let queue: Queue;
const before = process.env.TEST_DATABASE_URL;

const startServer = () => startEmbeddedPostgres({ dataFolder: path.join(folder, "postgres") });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-restart-"));
  server = await startServer();
  process.env.TEST_DATABASE_URL = server.url("postgres");
  records = await testRecords("restart");
  queue = await openQueue({ url: records.url, role: "sender" });
});
afterAll(async () => {
  await queue?.close();
  await records?.db.close();
  await server?.stop();
  process.env.TEST_DATABASE_URL = before;
  await rm(folder, { recursive: true, force: true });
});

test("a run during which the database restarts is tried again, and then ends", async () => {
  const { db } = records;
  const notNeeded = () => {
    throw new AppError("internal", { reference: "no driver" });
  };
  const context: WorkerContext = {
    db,
    queue,
    drivers: { sourceDriver: notNeeded, storeDriver: notNeeded },
    masterKey: await openMasterKey(path.join(folder, "master.key"), db.workspace),
    workerId: "worker",
    config: readConfig({ ETLX_DATA_DIR: folder }),
    limits: { memory: "100MB", threads: 1, scriptSeconds: 10 },
    log: createLog({ level: "silent", process: "worker" }),
    stopping: new AbortController().signal,
  };
  const createdBy = await records.user("data-engineer");
  const document = {
    "@type": "DataModule",
    format: 2,
    name: "restarted",
    sources: [],
    tables: [{ name: "t", columns: [], transformation: { language: "sql", script: "select 1" } }],
  };
  const { id: moduleId } = await db.modules.create({ name: "restarted", document, createdBy });
  const contentHash = hashOf("content");
  const revision = await db.revisions.save({
    module: "restarted",
    etag: 1,
    contentHash,
    authorId: createdBy,
  });
  const run = await db.runs.create({ moduleId, revisionId: revision.id, kind: "trial" });
  let attempts = 0;
  const work = async ({ ports, runId }: RunRequest): Promise<RunOutcome> => {
    attempts += 1;
    await ports.journal.startStage("extract");
    if (attempts === 1) {
      // The owner's connection for statements of the test ends with the server.
      await server.stop();
      const restarting = new Promise((resolve) => setTimeout(resolve, 300)).then(startServer);
      const failure = await ports.journal.startStage("transform").catch((error: unknown) => error);
      server = await restarting;
      expect(failure).toBeInstanceOf(Error);
      // As the pipeline does with what it does not know.
      throw failure instanceof AppError
        ? failure
        : new AppError("internal", { reference: runId }, { cause: failure });
    }
    return { kind: "trial", reports: testReports(runId, contentHash) };
  };
  await executeRun(context, run.id, work);
  expect(await db.runs.get(run.id)).toMatchObject({
    state: "retrying",
    failures: 1,
    error: { code: "database-unreachable" },
  });
  await executeRun(context, run.id, work);
  expect(await db.runs.get(run.id)).toMatchObject({ state: "succeeded", attempt: 2 });
  expect(attempts).toBe(2);
});
