import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ClaimedRun } from "#lib/db/server";
import {
  editAndSave,
  hashOf,
  smallDocument,
  type TestRecords,
  testManifest,
  testRecords,
  testReports,
} from "#lib/testing";

let records: TestRecords;
let engineer = "";
let dba = "";
let moduleId = "";
let revisionId = "";
let contentHash = "";
let module = "";
let count = 0;

beforeAll(async () => {
  records = await testRecords("runs");
  engineer = await records.user("data-engineer");
  dba = await records.user("database-administrator");
  await records.db.sources.create({ name: "clinic", kind: "files", config: {}, fingerprint: "before" });
  await records.db.stores.create({ name: "folder", kind: "folder", config: {}, fingerprint: "before" });
});
afterAll(() => records.close());
beforeEach(async () => {
  count += 1;
  module = `run-${count}`;
  const made = await records.db.modules.create({
    name: module,
    document: smallDocument(module),
    createdBy: engineer,
  });
  moduleId = made.id;
  const revision = await editAndSave(records.db, module, engineer);
  revisionId = revision.id;
  contentHash = revision.contentHash;
});

const failing = (code: string) => expect.objectContaining({ code });
const longAgo = 10_000;

async function claimed(kind: "publication" | "trial" = "publication"): Promise<ClaimedRun> {
  const run = await records.db.runs.create({ moduleId, revisionId, kind, requestedBy: engineer });
  const claim = await records.db.runs.claim(run.id, "worker-a", longAgo);
  if (claim === undefined) throw new Error("not claimed");
  return claim;
}

const approve = () =>
  records.db.reviews.approve({ revisionId, reviewerId: dba, contentHash, seenHash: contentHash });

async function candidate(runId: string, hash = contentHash) {
  const newest = await records.db.versions.newest(moduleId);
  const manifest = testManifest(module, runId, hash);
  return {
    manifest: newest === undefined ? manifest : { ...manifest, previous: newest.versionId },
    versionId: `sha256:${hashOf(runId)}`,
    reports: testReports(runId, hash),
    files: [{ table: "patient", name: "patient.parquet", sha256: hashOf(runId), bytes: 3 }],
    copies: [{ store: "folder", copy: { location: "x", tables: [] } }],
    extraction: [{ table: "patient", language: "sql" as const, source: "folder", text: "select 1" }],
    places: { sources: new Map([["clinic", "before"]]), stores: new Map([["folder", "before"]]) },
    describe: (number: number) => ({ jsonLd: `{"number":${number}}`, croissant: "{}" }),
  };
}

/** Makes the lease look as if its worker had been silent for a minute. */
const silence = (runId: string) =>
  records.query(`update "run" set "heartbeatAt" = now() - interval '1 minute' where "id" = $1`, [runId]);

test("of many workers one gets a run", async () => {
  const run = await records.db.runs.create({ moduleId, revisionId, kind: "trial" });
  const claims = await Promise.all(
    ["a", "b", "c", "d"].map((worker) => records.db.runs.claim(run.id, worker, longAgo)),
  );
  expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
});

test("a silent worker's run is taken over, and the first can do nothing any more", async () => {
  const first = await claimed();
  expect(await records.db.runs.claim(first.run.id, "worker-b", longAgo)).toBeUndefined();
  await silence(first.run.id);
  const second = await records.db.runs.claim(first.run.id, "worker-b", longAgo);
  expect(second?.run).toMatchObject({ attempt: 2, failures: 1, workerId: "worker-b" });
  await approve();
  const { runs, runEvents, versions } = records.db;
  expect(await runs.heartbeat(first.lease)).toEqual({ owned: false, cancelRequested: false });
  const content = await candidate(first.run.id);
  const lost = [
    runs.startStage(first.lease, "extract"),
    runs.finish(first.lease, { state: "succeeded" }),
    runs.release(first.lease, { why: "stopping" }),
    runEvents.append(first.lease, 1, [{ at: new Date(), level: "info", kind: "run", message: "m" }]),
    versions.publish(first.lease, content),
  ];
  for (const refused of await Promise.allSettled(lost)) {
    expect(refused).toMatchObject({ status: "rejected", reason: failing("run-lease-lost") });
  }
  expect(lost).toHaveLength(5);
  if (second === undefined) throw new Error("not taken over");
  await expect(versions.publish(second.lease, await candidate(second.run.id))).resolves.toEqual({
    number: 1,
  });
});

test("publishing again answers the same version; another run gets the next number", async () => {
  await approve();
  const first = await claimed();
  const { versions } = records.db;
  const content = await candidate(first.run.id);
  expect(await versions.publish(first.lease, content)).toEqual({ number: 1 });
  expect(await versions.publish(first.lease, content)).toEqual({ number: 1 });
  const second = await claimed();
  expect(await versions.publish(second.lease, await candidate(second.run.id))).toEqual({ number: 2 });
  expect(await records.db.runs.labels([first.run.id, second.run.id])).toEqual(
    new Map([
      [first.run.id, { module, revision: 1, version: 1 }],
      [second.run.id, { module, revision: 1, version: 2 }],
    ]),
  );
  const cards = async () => {
    const all = await versions.cards({ module, limit: 10 });
    return all.map(({ number, isLatest, revision, bytes }) => ({ number, isLatest, revision, bytes }));
  };
  const bytes = content.files.reduce((total, file) => total + file.bytes, 0);
  const card = { revision: 1, bytes };
  expect(await cards()).toEqual([
    { number: 2, isLatest: true, ...card },
    { number: 1, isLatest: false, ...card },
  ]);
  expect((await versions.cards({ limit: 1 })).map(({ number }) => number)).toEqual([2]);
  expect((await versions.list(module)).map(({ number }) => number)).toEqual([2, 1]);
  expect(await versions.metadata(module, 2)).toEqual({ jsonLd: '{"number":2}', croissant: "{}" });
  const kept = await versions.get(module, 1);
  expect(kept?.manifest).toEqual(content.manifest);
  expect(kept?.files).toEqual(content.files);
  await versions.withdraw({ module, number: 2, userId: dba, reason: "wrong" });
  expect((await cards()).map(({ isLatest }) => isLatest)).toEqual([false, true]);
  expect((await versions.latest(module))?.number).toBe(1);
  expect((await versions.newest(moduleId))?.number).toBe(2);
});

test("of two runs that publish at once, the one that did not see the other tries again", async () => {
  await approve();
  const runs = await Promise.all([claimed(), claimed()]);
  const contents = await Promise.all(runs.map(({ run }) => candidate(run.id)));
  const results = await Promise.allSettled(
    runs.map(({ lease }, index) => {
      const content = contents[index];
      if (content === undefined) throw new Error("no candidate");
      return records.db.versions.publish(lease, content);
    }),
  );
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results).toContainEqual({ status: "rejected", reason: failing("version-conflict") });
});

test("nothing is published without approval, of other content, of a trial, after a cancel, from a changed source, to a changed store", async () => {
  const { versions, runs, sources, stores, reviews } = records.db;
  const run = await claimed();
  await expect(versions.publish(run.lease, await candidate(run.run.id))).rejects.toThrow(
    failing("approval-missing"),
  );
  await approve();
  await expect(versions.publish(run.lease, await candidate(run.run.id, hashOf("other")))).rejects.toThrow(
    failing("approval-stale"),
  );
  const trial = await claimed("trial");
  await expect(versions.publish(trial.lease, await candidate(trial.run.id))).rejects.toThrow(
    failing("approval-missing"),
  );
  await sources.update("clinic", { fingerprint: "after" });
  await expect(versions.publish(run.lease, await candidate(run.run.id))).rejects.toThrow(
    failing("approval-stale"),
  );
  await sources.update("clinic", { fingerprint: "before" });
  await stores.update("folder", { fingerprint: "after" });
  await expect(versions.publish(run.lease, await candidate(run.run.id))).rejects.toThrow(
    failing("approval-stale"),
  );
  await stores.update("folder", { fingerprint: "before" });
  const other = await claimed();
  expect(await runs.requestCancel(other.run.id, engineer)).toMatchObject({ state: "cancelling" });
  await expect(versions.publish(other.lease, await candidate(other.run.id))).rejects.toThrow(
    failing("run-cancelled"),
  );
  await reviews.requestChanges({ revisionId, reviewerId: dba, comment: "stop" });
  await expect(versions.publish(run.lease, await candidate(run.run.id))).rejects.toThrow(
    failing("approval-missing"),
  );
  expect(await versions.list(module)).toEqual([]);
});

test("a waiting run is cancelled at once and never claimed; a finished one stays as it is", async () => {
  const { runs } = records.db;
  const waiting = await runs.create({ moduleId, revisionId, kind: "trial" });
  expect(await runs.requestCancel(waiting.id, engineer)).toMatchObject({ state: "cancelled" });
  expect(await runs.claim(waiting.id, "worker-a", longAgo)).toBeUndefined();
  const done = await claimed("trial");
  await runs.finish(done.lease, { state: "succeeded", reports: testReports(done.run.id, contentHash) });
  expect(await runs.requestCancel(done.run.id, engineer)).toMatchObject({ state: "succeeded" });
  expect((await runs.get(done.run.id))?.reports).toEqual(testReports(done.run.id, contentHash));
});

test("a run that waits for its retry is cancelled at once, or by a worker where it got as far as the stores", async () => {
  const { runs } = records.db;
  const error = { code: "source-unreachable", params: { source: "clinic", detail: "x" } } as const;
  const early = await claimed();
  await runs.startStage(early.lease, "protect");
  await runs.release(early.lease, { why: "failed", error, afterSeconds: 5 });
  expect(await runs.requestCancel(early.run.id)).toEqual({ state: "cancelled", needsWorker: false });
  const late = await claimed();
  await runs.startStage(late.lease, "upload");
  expect(await runs.release(late.lease, { why: "failed", error, afterSeconds: 5 })).toBe(5);
  expect(await runs.requestCancel(late.run.id)).toEqual({ state: "cancelling", needsWorker: true });
  expect(await runs.get(late.run.id)).toMatchObject({ state: "cancelling", finishedAt: undefined });
  // Nobody holds it: whoever comes first may clean up, and nothing has failed once more.
  const cleaning = await runs.claim(late.run.id, "worker-b", longAgo);
  expect(cleaning?.run).toMatchObject({ state: "cancelling", failures: 1, attempt: 2 });
  expect(await runs.requestCancel(late.run.id)).toEqual({ state: "cancelling", needsWorker: false });
  expect(await runs.claim(late.run.id, "worker-c", longAgo)).toBeUndefined();
  if (cleaning) await runs.finish(cleaning.lease, { state: "cancelled" });
  expect(await runs.requestCancel(late.run.id)).toEqual({ state: "cancelled", needsWorker: false });
});

test.each(["stopping", "failed", "waiting"] as const)(
  "a run that was cancelled right before its worker gave it back (%s) waits for nothing",
  async (why) => {
    const { runs } = records.db;
    const error = { code: "source-busy", params: { source: "clinic", detail: "x" } } as const;
    const { run, lease } = await claimed();
    await runs.startStage(lease, "upload");
    expect(await runs.requestCancel(run.id)).toEqual({ state: "cancelling", needsWorker: false });
    const again = why === "stopping" ? { why } : { why, error, afterSeconds: 900 };
    expect(await runs.release(lease, again)).toBe(0);
    expect(await runs.get(run.id)).toMatchObject({
      ...{ state: "cancelling", failures: 0, waits: 0, waitsUntil: undefined, finishedAt: undefined },
    });
    const next = await runs.claim(run.id, "worker-b", longAgo);
    expect(next?.run).toMatchObject({ state: "cancelling", failures: 0 });
  },
);

test("a worker finds what it finished itself, and nothing of another's", async () => {
  const { runs } = records.db;
  const first = await claimed();
  await runs.startStage(first.lease, "extract");
  await runs.finishStage(first.lease, "extract", { rows: 1 });
  await runs.startStage(first.lease, "transform");
  await silence(first.run.id);
  const second = await runs.claim(first.run.id, "worker-a", longAgo);
  expect(await runs.finishedStages(first.run.id, "worker-a")).toEqual(new Map([["extract", { rows: 1 }]]));
  expect(await runs.finishedStages(first.run.id, "worker-b")).toEqual(new Map());
  if (second === undefined) throw new Error("not taken over");
  const error = { code: "source-unreachable", params: { source: "clinic", detail: "x" } } as const;
  await runs.release(second.lease, { why: "failed", error, afterSeconds: 5 });
  const released = await runs.get(first.run.id);
  expect(released).toMatchObject({ state: "retrying", failures: 2, error: { code: "source-unreachable" } });
  const third = await runs.claim(first.run.id, "worker-a", longAgo);
  if (third === undefined) throw new Error("not claimed again");
  expect(await runs.release(third.lease, { why: "stopping" })).toBe(0);
  expect((await runs.get(first.run.id))?.failures).toBe(2);
});

test("events are numbered without a gap in their order and listeners are told", async () => {
  const { db } = records;
  const { run, lease } = await claimed();
  const told: (string | undefined)[] = [];
  const stop = await db.onRunNews((runId) => told.push(runId));
  const event = (message: string) => ({
    at: new Date(),
    level: "info" as const,
    kind: "progress" as const,
    stage: "extract" as const,
    table: "patient",
    rows: 5,
    message,
  });
  await Promise.all([
    db.runEvents.append(lease, 1, [event("a"), event("b")]),
    db.runEvents.append(lease, 1, [event("c")]),
    db.runEvents.append(lease, 1, [event("d"), event("e")]),
  ]);
  const events = await db.runEvents.list(run.id);
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  expect(events[0]).toMatchObject({ table: "patient", rows: 5, attempt: 1, params: {} });
  expect((await db.runEvents.list(run.id, { after: 3 })).map(({ seq }) => seq)).toEqual([4, 5]);
  await expect.poll(() => told.includes(run.id)).toBe(true);
  stop();
});

test("listeners are told to look again after the connection was cut", async () => {
  const { db, query } = records;
  const told: (string | undefined)[] = [];
  const stop = await db.onRunNews((runId) => told.push(runId));
  await query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'etlx-listener' and datname = current_database()`,
  );
  await expect.poll(() => told, { timeout: 10_000 }).toContain(undefined);
  const run = await claimed();
  await expect.poll(() => told, { timeout: 5_000 }).toContain(run.run.id);
  stop();
});
