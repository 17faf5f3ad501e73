import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#lib/config/server";
import { triggerSettingsSchema } from "#lib/contracts";
import { newId } from "#lib/kernel";
import { openQueue, type Queue } from "#lib/queue/server";
import { createLog } from "#lib/telemetry/server";
import {
  editAndSave,
  hashOf,
  smallDocument,
  type TestRecords,
  testManifest,
  testRecords,
  testReports,
} from "#lib/testing";
import { sweep } from "./sweep.ts";
import type { WorkerContext } from "./worker-context.ts";

let records: TestRecords;
let queue: Queue;
let folder = "";
let context: WorkerContext;

beforeAll(async () => {
  records = await testRecords("sweep");
  queue = await openQueue({ url: records.url, role: "sender" });
  folder = await mkdtemp(path.join(tmpdir(), "etlx-sweep-"));
  const notNeeded = () => {
    throw new Error("a sweep needs no driver");
  };
  context = {
    db: records.db,
    queue,
    drivers: { sourceDriver: notNeeded, storeDriver: notNeeded },
    masterKey: randomBytes(32),
    workerId: "worker",
    config: readConfig({ ETLX_DATA_DIR: folder, ETLX_RETENTION_DAYS: "30" }),
    limits: { memory: "100MB", threads: 1, scriptSeconds: 1 },
    log: createLog({ level: "silent", process: "worker" }),
    stopping: new AbortController().signal,
  };
});
afterAll(async () => {
  await queue.close();
  await rm(folder, { recursive: true });
  await records.close();
});

const day = 86_400_000;

async function put(file: string, ageMs: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, "x");
  const then = new Date(Date.now() - ageMs);
  await utimes(file, then, then);
}

test("what nobody needs goes, what somebody needs stays", async () => {
  const { db, query } = records;
  const { data } = context.config;
  const engineer = await records.user("data-engineer");
  const dba = await records.user("database-administrator");
  const document = { ...smallDocument("shop"), sources: [] };
  const { id: moduleId } = await db.modules.create({ name: "shop", document, createdBy: engineer });
  const revision = await editAndSave(db, "shop", engineer);
  const { contentHash } = revision;
  await db.reviews.approve({
    revisionId: revision.id,
    reviewerId: dba,
    contentHash,
    seenHash: contentHash,
  });
  const create = () => db.runs.create({ moduleId, revisionId: revision.id, kind: "publication" });
  const [done, waiting, lost] = [await create(), await create(), await create()];

  const claim = await db.runs.claim(done.id, "worker", 10_000);
  if (claim === undefined) throw new Error("not claimed");
  const event = { at: new Date(), level: "info" as const, kind: "run" as const, message: "m" };
  await db.runEvents.append(claim.lease, 1, [event, event]);
  await db.versions.publish(claim.lease, {
    manifest: testManifest("shop", done.id, contentHash),
    versionId: hashOf(done.id),
    reports: testReports(done.id, contentHash),
    files: [{ table: "patient", name: "patient.parquet", sha256: hashOf("published"), bytes: 1 }],
    copies: [],
    extraction: [],
    places: { sources: new Map(), stores: new Map() },
    describe: () => ({ jsonLd: "{}", croissant: "{}" }),
  });
  await db.runs.finish(claim.lease, { state: "succeeded" });
  const printed = {
    stage: "transform",
    table: "t",
    column: undefined,
    bytes: 1,
    isCut: false,
    line: undefined,
  };
  // The quarantine keeps 14 days, the log 30: what scripts printed is raw data, whether their run has ended or not.
  for (const { id: runId } of [done, waiting, waiting])
    await db.scriptOutputs.put({
      id: crypto.randomUUID(),
      runId,
      attempt: 1,
      ...printed,
      sealed: Uint8Array.of(1),
    });
  const [young] = await db.scriptOutputs.list(waiting.id);
  const aged = `update "script_output" set "createdAt" = now() - $2::interval where ("id" = $1) = $3`;
  await query(aged, [young?.id, "13 days", true]);
  await query(aged, [young?.id, "15 days", false]);
  await query(`update "run" set "finishedAt" = now() - interval '31 days' where "id" = $1`, [done.id]);
  await db.runs.claim(lost.id, "dead", 10_000);
  await query(`update "run" set "heartbeatAt" = now() - interval '5 minutes' where "id" = $1`, [lost.id]);

  await put(path.join(data.staging(done.id), "run.duckdb"), 0);
  await put(path.join(data.staging(newId()), "run.duckdb"), 0);
  await put(path.join(data.staging(waiting.id), "run.duckdb"), 0);
  await put(path.join(data.stagingRoot, "cli-1-00000000-0000-4000-8000-000000000000", "run.duckdb"), 2 * day);
  await put(data.record(hashOf("published")), 2 * day);
  await put(data.record(hashOf("unreferenced")), 2 * day);
  await put(data.record(hashOf("new")), 0);
  const quarantined = (table: string, expiresAt: Date) => ({
    runId: done.id,
    table,
    path: path.join(done.id, table),
    rows: 1,
    bytes: 1,
    wrappedKey: Uint8Array.of(1),
    expiresAt,
  });
  await db.quarantines.put(quarantined("old", new Date(Date.now() - 1)));
  await db.quarantines.put(quarantined("young", new Date(Date.now() + day)));
  for (const name of ["old", "young", "forgotten"]) await put(path.join(data.quarantine(done.id), name), day);
  const upload = (id: string, expiresAt: Date) => ({
    id,
    ownerId: engineer,
    fileName: `${id}.csv`,
    path: id,
    bytes: 1,
    expiresAt,
  });
  await db.uploads.create(upload("stale", new Date(Date.now() - 1)));
  await db.uploads.create(upload("used", new Date(Date.now() - 1)));
  await db.uploads.keep("used");
  for (const name of ["stale", "used"]) await put(path.join(data.uploads, name), day);

  for (const [name, age] of [
    ["old", "8 days"],
    ["older", "90 days"],
    ["recent", "6 days"],
  ])
    await query(`insert into "artefact" values ($1, $2, '', now() - $3::interval)`, [moduleId, name, age]);

  const settings = triggerSettingsSchema.parse({ kind: "webhook" });
  const triggerId = newId();
  const nothingPlanned = { nextAt: undefined, decidedUntil: undefined };
  await db.triggers.create({
    id: triggerId,
    moduleId,
    name: "t",
    settings,
    createdBy: engineer,
    ...nothingPlanned,
  });
  for (const [key, age, isOver] of [
    ["old", 500, true],
    ["older", 900, true],
    ["recent", 1, true],
    ["open", 900, false],
  ] as const) {
    const then = new Date(Date.now() - age * day);
    const state = isOver ? "skipped" : "waiting";
    const cause = { kind: "webhook", name: "t" } as const;
    await db.ticks.add({ triggerId, key, plannedAt: then, decidedAt: then, state, cause });
  }

  const [unused, used] = ["0".repeat(16), "1".repeat(16)];
  for (const [name, age] of [
    [`packages-${unused}`, 31],
    [`packages-${used}`, 29],
    [`packages-${used}-aBcDeF`, 2],
    [`packages-${used}-gHiJkL`, 0],
    ["2".repeat(16), 900],
  ] as const) {
    const place = path.join(data.python, name);
    await put(path.join(place, "module.py"), 0);
    const then = new Date(Date.now() - age * day);
    await utimes(place, then, then);
  }
  for (const one of [unused, used]) await put(path.join(data.python, `packages-${one}.manifest`), 31 * day);

  for (const [name, age] of [
    ["etlx-s3-left", day],
    ["etlx-s3-open", 0],
  ] as const) {
    await put(path.join(data.looks, name, "part.parquet"), age);
    const then = new Date(Date.now() - age);
    await utimes(path.join(data.looks, name), then, then);
  }

  expect(await sweep(context)).toEqual({
    staging: 2,
    quarantines: 1,
    quarantineFiles: 1,
    recordFiles: 1,
    uploads: 1,
    artefacts: 2,
    events: 2,
    scriptOutputs: 2,
    packages: 2,
    looks: 1,
    ticks: 2,
    runs: 1,
    moves: 0,
  });
  expect((await readdir(data.stagingRoot)).sort()).toEqual(
    [waiting.id, "cli-1-00000000-0000-4000-8000-000000000000"].sort(),
  );
  expect((await db.runs.get(waiting.id))?.finishedAt).toBeUndefined();
  expect([await db.scriptOutputs.list(done.id), (await db.scriptOutputs.list(waiting.id)).length]).toEqual([
    [],
    1,
  ]);
  expect((await readdir(data.python)).sort()).toEqual(
    [`packages-${used}`, `packages-${used}-gHiJkL`, `packages-${used}.manifest`, "2".repeat(16)].sort(),
  );
  expect(await readdir(data.looks)).toEqual(["etlx-s3-open"]);
  expect((await readdir(data.recordRoot)).sort()).toEqual([hashOf("published"), hashOf("new")].sort());
  expect([
    await db.versions.isReferenced(hashOf("published")),
    await db.versions.isReferenced(hashOf("unreferenced")),
  ]).toEqual([true, false]);
  expect(await readdir(data.quarantine(done.id))).toEqual(["young"]);
  expect(await readdir(data.uploads)).toEqual(["used"]);
  expect((await db.ticks.list("shop", 9)).map(({ key }) => key)).toEqual(["recent", "open"]);
  expect(await db.quarantines.get(done.id, "old")).toMatchObject({ rows: 1, path: undefined });
  const jobs = await query(`select data->>'runId' as run from queue.job`);
  expect(jobs).toEqual([{ run: lost.id }]);
  const again = await sweep(context);
  expect({ ...again, runs: 0 }).toEqual({
    staging: 0,
    quarantines: 0,
    quarantineFiles: 0,
    recordFiles: 0,
    uploads: 0,
    artefacts: 0,
    events: 0,
    scriptOutputs: 0,
    packages: 0,
    looks: 0,
    ticks: 0,
    runs: 0,
    moves: 0,
  });
});

test("a move whose job was given up is set going again, a stopped one that is held is let go of", async () => {
  const { storeUpkeep } = records.db;
  const make = async (from: string) =>
    (await storeUpkeep.createMove({ from, to: `${from}-to`, requestedBy: "who" })).id;
  const enqueue = (moveId: string) => records.db.transaction((tx) => queue.enqueue(tx, "move", { moveId }));
  const jobsOf = async (id: string) =>
    (
      await records.query(`select state from queue.job where data->>'moveId' = $1 order by created_on`, [id])
    ).map(({ state }) => state);
  const [waiting, lost, stopped, over] = [await make("a"), await make("b"), await make("c"), await make("d")];
  for (const id of [waiting, lost, stopped, over]) await enqueue(id);
  await storeUpkeep.holdMove(lost);
  await storeUpkeep.holdMove(stopped);
  for (const id of [stopped, over]) await storeUpkeep.endMove({ id }, "stopped");
  await records.query(`update queue.job set state = 'failed' where data->>'moveId' = any($1)`, [
    [lost, stopped, over],
  ]);
  expect(await sweep(context)).toMatchObject({ moves: 2 });
  expect([await jobsOf(waiting), await jobsOf(over)]).toEqual([["created"], ["failed"]]);
  expect([await jobsOf(lost), await jobsOf(stopped)]).toEqual([
    ["failed", "created"],
    ["failed", "created"],
  ]);
  expect(await sweep(context)).toMatchObject({ moves: 0 });
});

test("raw rows of scripts and previews go, though the machine that held them is no more", async () => {
  const { stagingRoot } = context.config.data;
  const [script, look, fresh] = ["python-00000000-7-1-a", "preview-00000000-7-1-b", "python-00000000-8-1-c"];
  for (const name of [script, look, fresh]) await put(path.join(stagingRoot, name, "in-0.parquet"), 2 * day);
  const then = new Date(Date.now() - 2 * day);
  for (const name of [script, look]) await utimes(path.join(stagingRoot, name), then, then);
  expect((await sweep(context)).staging).toBe(2);
  const left = await readdir(stagingRoot);
  expect([script, look, fresh].filter((name) => left.includes(name))).toEqual([fresh]);
});
