import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readConfig } from "#lib/config/server";
import { AppError } from "#lib/kernel";
import { openMasterKey } from "#lib/keys/server";
import type { RunOutcome, RunRequest } from "#lib/pipeline";
import { openQueue, type Queue } from "#lib/queue/server";
import { createLog } from "#lib/telemetry/server";
import { hashOf, type TestRecords, testManifest, testRecords, testReports } from "#lib/testing";
import { executeRun } from "./execute-run.ts";
import type { WorkerContext } from "./worker-context.ts";

let records: TestRecords;
let queue: Queue;
let folder = "";
let context: WorkerContext;
let stopper = new AbortController();
let moduleId = "";
let revisionId = "";
let module = "";
let count = 0;
const contentHash = hashOf("content");

beforeAll(async () => {
  records = await testRecords("worker");
  queue = await openQueue({ url: records.url, role: "sender" });
});
afterAll(async () => {
  await queue.close();
  await records.close();
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-worker-"));
  stopper = new AbortController();
  const config = readConfig({ ETLX_DATA_DIR: folder });
  context = {
    db: records.db,
    queue,
    drivers: {
      sourceDriver: (kind) => {
        throw new AppError("source-kind-unknown", { kind });
      },
      storeDriver: (kind) => {
        throw new AppError("store-kind-unknown", { kind });
      },
    },
    // A workspace of its own each time, so the key is not the records' concern.
    masterKey: await openMasterKey(path.join(folder, "master.key"), {
      keyCheck: async () => undefined,
      setKeyCheck: async (sealed) => sealed,
      hasCiphertext: async () => false,
    }),
    workerId: "worker-a",
    config,
    limits: { memory: "100MB", threads: 1, scriptSeconds: 10 },
    log: createLog({ level: "silent", process: "worker" }),
    stopping: stopper.signal,
  };
  count += 1;
  module = `module-${count}`;
  const engineer = await records.user("data-engineer");
  const document = {
    "@type": "DataModule",
    format: 2,
    name: module,
    sources: [],
    tables: [{ name: "patient", columns: [], transformation: { language: "sql", script: "select 1" } }],
  };
  moduleId = (await records.db.modules.create({ name: module, document, createdBy: engineer })).id;
  const revision = await records.db.revisions.save({ module, etag: 1, contentHash, authorId: engineer });
  revisionId = revision.id;
  const reviewerId = await records.user("database-administrator");
  await records.db.reviews.approve({ revisionId, reviewerId, contentHash, seenHash: contentHash });
});
afterEach(() => rm(folder, { recursive: true }));

const newRun = (kind: "publication" | "trial" = "trial") =>
  records.db.runs.create({ moduleId, revisionId, kind });

const trial = async (request: RunRequest): Promise<RunOutcome> => ({
  kind: "trial",
  reports: testReports(request.runId, contentHash),
});

const messages = async (runId: string) =>
  (await records.db.runEvents.list(runId)).map(({ message }) => message);

const stagingIsThere = (runId: string) =>
  stat(context.config.data.staging(runId)).then(
    () => true,
    () => false,
  );

/** What a pipeline does that works until it is aborted, and says so in its own words. */
const untilAborted = (request: RunRequest): Promise<RunOutcome> =>
  new Promise((_, reject) => {
    const interrupt = () =>
      reject(new AppError("engine-failed", { table: "t", stage: "extract", detail: "Interrupted" }));
    // It may have come between the claim and the pipeline.
    if (request.signal.aborted) interrupt();
    else request.signal.addEventListener("abort", interrupt);
  });

test("a trial ends with its reports and without its staging", async () => {
  const run = await newRun();
  await executeRun(context, run.id, trial);
  const done = await records.db.runs.get(run.id);
  expect(done).toMatchObject({ state: "succeeded", attempt: 1, reports: testReports(run.id, contentHash) });
  expect(await messages(run.id)).toEqual(["run-started", "run-trial-finished"]);
  expect(await stagingIsThere(run.id)).toBe(false);
});

test("trials get keys of their own, publications those of the workspace", async () => {
  const seen: Record<string, string[]> = { trial: [], publication: [] };
  const look = async (request: RunRequest): Promise<RunOutcome> => {
    const material = await request.ports.keys.material("person", "pseudonymize");
    seen[request.kind]?.push(Buffer.from(material).toString("hex"));
    return trial(request);
  };
  for (const kind of ["trial", "trial", "publication", "publication"] as const) {
    await executeRun(context, (await newRun(kind)).id, look);
  }
  expect(new Set(seen.trial).size).toBe(2);
  expect(new Set(seen.publication).size).toBe(1);
  expect(new Set([...(seen.trial ?? []), ...(seen.publication ?? [])]).size).toBe(3);
});

test("what the data refuses is final, and says where", async () => {
  const run = await newRun();
  let times = 0;
  await executeRun(context, run.id, async () => {
    times += 1;
    throw new AppError(
      "too-many-rejected",
      { table: "patient", rejected: 2, transformed: 3, limit: 10 },
      { place: { stage: "keys", table: "patient" }, cause: new Error("row (secret)") },
    );
  });
  const failed = await records.db.runs.get(run.id);
  expect(failed).toMatchObject({ state: "failed", error: { code: "too-many-rejected" } });
  expect(failed?.error?.place).toEqual({ stage: "keys", table: "patient" });
  expect(JSON.stringify(failed)).not.toContain("secret");
  expect(times).toBe(1);
  expect(await messages(run.id)).toEqual(["run-started", "run-failed"]);
  expect(await stagingIsThere(run.id)).toBe(false);
});

test("a passing error is tried again with its staging kept, and ends the run at the third", async () => {
  const run = await newRun();
  const fails = async () => {
    throw new AppError("source-unreachable", { source: "clinic", detail: "x" });
  };
  await executeRun(context, run.id, fails);
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "retrying", failures: 1 });
  expect(await stagingIsThere(run.id)).toBe(true);
  await executeRun(context, run.id, fails);
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "retrying", failures: 2 });
  await executeRun(context, run.id, fails);
  const ended = await records.db.runs.get(run.id);
  expect(ended).toMatchObject({ state: "failed", attempt: 3, error: { code: "source-unreachable" } });
  // The first retry comes after 5 seconds, the second after 20; there is no third.
  expect(await delaysOf(run.id)).toEqual([5, 20]);
});

const delaysOf = async (runId: string) => {
  const jobs = await records.query(
    `select extract(epoch from start_after - created_on)::float as delay from queue.job
     where data->>'runId' = $1 order by created_on`,
    [runId],
  );
  return jobs.map(({ delay }) => Math.round(Number(delay)));
};

test("a run whose source is busy waits ever longer, an hour in all, and no failure is counted", async () => {
  const run = await newRun();
  const busy = new AppError("source-overloaded", { source: "clinic", active: 90, limit: 80 });
  const fails = async () => {
    throw busy;
  };
  const startedAt = Date.now();
  await executeRun(context, run.id, fails);
  const waiting = await records.db.runs.get(run.id);
  expect(waiting).toMatchObject({ state: "retrying", failures: 0, waits: 1, error: busy.toData() });
  const wait = (waiting?.waitsUntil?.getTime() ?? 0) - startedAt;
  expect(wait).toBeGreaterThanOrEqual(15_000);
  expect(wait).toBeLessThan(25_000);
  expect(await messages(run.id)).toEqual(["run-started", "run-waiting"]);
  expect(await stagingIsThere(run.id)).toBe(true);
  for (let attempt = 2; attempt <= 10; attempt++) await executeRun(context, run.id, fails);
  const ended = await records.db.runs.get(run.id);
  expect(ended).toMatchObject({ state: "failed", failures: 0, error: { code: "source-overloaded" } });
  expect(ended?.waitsUntil).toBeUndefined();
  const delays = await delaysOf(run.id);
  expect(delays).toEqual(delays.toSorted((a, b) => a - b));
  expect(delays).toHaveLength(9);
  expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThanOrEqual(3600);
});

test("a run that waits for its source is cancelled at once, and goes on as any other when there is room", async () => {
  const busy = async () => {
    throw new AppError("source-busy", { source: "clinic" });
  };
  const cancelled = await newRun();
  await executeRun(context, cancelled.id, busy);
  expect(await records.db.runs.requestCancel(cancelled.id)).toMatchObject({ state: "cancelled" });
  expect((await records.db.runs.get(cancelled.id))?.waitsUntil).toBeUndefined();
  await executeRun(context, cancelled.id, trial);
  expect(await records.db.runs.get(cancelled.id)).toMatchObject({ state: "cancelled", attempt: 1 });

  const run = await newRun();
  await executeRun(context, run.id, busy);
  let seen: Date | undefined = new Date();
  const fails = async () => {
    seen = (await records.db.runs.get(run.id))?.waitsUntil;
    throw new AppError("source-unreachable", { source: "clinic", detail: "x" });
  };
  await executeRun(context, run.id, fails);
  expect(seen).toBeUndefined();
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "retrying", failures: 1, waits: 1 });
  await executeRun(context, run.id, trial);
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "succeeded", attempt: 3 });
  expect(await delaysOf(run.id)).toEqual([15, 5]);
});

test("an error that nobody foresaw is final and keeps its words to the log", async () => {
  const run = await newRun();
  await executeRun(context, run.id, async () => {
    throw new Error("duplicate key (Ivan Petrov)");
  });
  const failed = await records.db.runs.get(run.id);
  expect(failed?.error).toMatchObject({ code: "internal", params: { reference: run.id } });
  expect(JSON.stringify([failed, await records.db.runEvents.list(run.id)])).not.toContain("Petrov");
});

test("a cancelled run stops within two seconds, whatever the pipeline says of it", async () => {
  const run = await newRun();
  const working = executeRun(context, run.id, untilAborted);
  await expect.poll(async () => (await records.db.runs.get(run.id))?.state).toBe("running");
  const asked = Date.now();
  expect(await records.db.runs.requestCancel(run.id)).toMatchObject({ state: "cancelling" });
  await working;
  expect(Date.now() - asked).toBeLessThan(2_000);
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "cancelled", error: undefined });
  expect((await messages(run.id)).at(-1)).toBe("run-cancelled");
});

test("a worker that stops gives its run back without counting a failure, and another goes on", async () => {
  const run = await newRun();
  const working = executeRun(context, run.id, untilAborted);
  await expect.poll(async () => (await records.db.runs.get(run.id))?.state).toBe("running");
  stopper.abort();
  await working;
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "retrying", failures: 0 });
  expect(await stagingIsThere(run.id)).toBe(true);
  await executeRun({ ...context, stopping: new AbortController().signal }, run.id, trial);
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "succeeded", attempt: 2 });
});

test("a worker whose run was taken over stops and leaves everything to the other", async () => {
  const run = await newRun();
  const working = executeRun(context, run.id, untilAborted);
  await expect.poll(async () => (await records.db.runs.get(run.id))?.state).toBe("running");
  await records.query(`update "run" set "leaseToken" = 'other', "workerId" = 'b' where "id" = $1`, [run.id]);
  await working;
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "running", workerId: "b" });
  expect(await stagingIsThere(run.id)).toBe(true);
});

test("a run that another holds comes again; one that has ended does not", async () => {
  const run = await newRun();
  await records.db.runs.claim(run.id, "worker-b", 10_000);
  await expect(executeRun(context, run.id, trial)).rejects.toThrow("come again");
  const done = await newRun();
  await executeRun(context, done.id, trial);
  await expect(executeRun(context, done.id, trial)).resolves.toBeUndefined();
});

test("a publication that a dead worker left goes on from its last finished stage, on the same worker alone", async () => {
  const seen: (readonly string[])[] = [];
  const look = async (request: RunRequest): Promise<RunOutcome> => {
    seen.push([...(await request.ports.journal.finished()).keys()]);
    return trial(request);
  };
  const die = async (request: RunRequest): Promise<RunOutcome> => {
    await request.ports.journal.startStage("extract");
    await request.ports.journal.finishStage("extract", { rows: 5 });
    throw new AppError("run-lease-lost");
  };
  for (const workerId of ["worker-a", "worker-b"]) {
    const run = await newRun("publication");
    await executeRun(context, run.id, die);
    await records.query(`update "run" set "heartbeatAt" = now() - interval '1 minute' where "id" = $1`, [
      run.id,
    ]);
    await executeRun({ ...context, workerId }, run.id, look);
    expect(await records.db.runs.get(run.id)).toMatchObject({ failures: 1, attempt: 2 });
  }
  const lost = await newRun("publication");
  await executeRun(context, lost.id, die);
  await rm(context.config.data.staging(lost.id), { recursive: true });
  await records.query(`update "run" set "heartbeatAt" = now() - interval '1 minute' where "id" = $1`, [
    lost.id,
  ]);
  await executeRun(context, lost.id, look);
  expect(seen).toEqual([["extract"], [], []]);
});

test("a worker that crashes on a run each time gives it up, and not before the third time", async () => {
  const twice = await newRun();
  for (let crash = 1; crash <= 2; crash += 1) {
    await records.db.runs.claim(twice.id, "worker-a", 10_000);
    await records.query(`update "run" set "heartbeatAt" = now() - interval '1 minute' where "id" = $1`, [
      twice.id,
    ]);
  }
  await executeRun(context, twice.id, trial);
  expect(await records.db.runs.get(twice.id)).toMatchObject({ state: "succeeded", failures: 2, attempt: 3 });
  const run = await newRun();
  for (let crash = 1; crash <= 3; crash += 1) {
    await records.db.runs.claim(run.id, "worker-a", 10_000);
    await records.query(`update "run" set "heartbeatAt" = now() - interval '1 minute' where "id" = $1`, [
      run.id,
    ]);
  }
  let ran = false;
  await executeRun(context, run.id, (request) => {
    ran = true;
    return trial(request);
  });
  expect(ran).toBe(false);
  expect((await records.db.runs.get(run.id))?.error).toMatchObject({
    code: "run-gave-up",
    params: { attempts: 3 },
  });
});

test("a run that had published before its worker died is finished and not run again", async () => {
  const run = await newRun("publication");
  const claim = await records.db.runs.claim(run.id, "worker-a", 10_000);
  if (claim === undefined) throw new Error("not claimed");
  await records.db.versions.publish(claim.lease, {
    manifest: testManifest(module, run.id, contentHash),
    versionId: hashOf(run.id),
    reports: testReports(run.id, contentHash),
    files: [],
    copies: [],
    extraction: [],
    places: { sources: new Map(), stores: new Map() },
    describe: () => ({ jsonLd: "{}", croissant: "{}" }),
  });
  await records.query(`update "run" set "heartbeatAt" = now() - interval '1 minute' where "id" = $1`, [
    run.id,
  ]);
  let ran = false;
  await executeRun(context, run.id, (request) => {
    ran = true;
    return trial(request);
  });
  expect(ran).toBe(false);
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "succeeded" });
  expect((await records.db.versions.list(module)).map(({ number }) => number)).toEqual([1]);
});

async function publishVersion({ ports, runId }: RunRequest): Promise<void> {
  await ports.registry.publish({
    manifest: testManifest(module, runId, contentHash),
    versionId: hashOf(runId),
    reports: testReports(runId, contentHash),
    files: [],
    copies: [],
    extraction: [],
    watermarks: new Map(),
    describe: () => ({ jsonld: "{}", croissant: "{}" }),
  });
}

test("a store that fails after the version was made is tried again, and the version is made once", async () => {
  const run = await newRun("publication");
  let times = 0;
  const publishes = async (request: RunRequest): Promise<RunOutcome> => {
    times += 1;
    await publishVersion(request);
    throw new AppError("store-failed", { store: "shelf", detail: "ECONNRESET" });
  };
  await executeRun(context, run.id, publishes);
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "retrying", failures: 1 });
  await executeRun(context, run.id, publishes);
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "succeeded", attempt: 2 });
  expect(times).toBe(1);
  expect((await records.db.versions.list(module)).map(({ number }) => number)).toEqual([1]);
});

test("a store that refuses for good after the version was made leaves the run succeeded, and says so", async () => {
  const run = await newRun("publication");
  await executeRun(context, run.id, async (request) => {
    await publishVersion(request);
    throw new AppError("store-refused", { store: "shelf", detail: "EACCES" });
  });
  expect(await records.db.runs.get(run.id)).toMatchObject({ state: "succeeded" });
  const events = await records.query(`select "message" from "run_event" where "runId" = $1`, [run.id]);
  expect(JSON.stringify(events)).toContain("store-left-behind");
});
