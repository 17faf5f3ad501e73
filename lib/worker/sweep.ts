import { readdir, rm, stat, unlink } from "node:fs/promises";
import path from "node:path";
import { sweepPackages } from "#lib/engine/server";
import { sweepRecord } from "#lib/operations/server";
import { sweepScratch } from "#lib/pipeline/server";
import type { WorkerContext } from "./worker-context.ts";

/** How many of each were removed, or set going again. */
export interface SweepCounts {
  staging: number;
  quarantines: number;
  quarantineFiles: number;
  recordFiles: number;
  uploads: number;
  artefacts: number;
  events: number;
  scriptOutputs: number;
  packages: number;
  looks: number;
  ticks: number;
  runs: number;
  moves: number;
}

/** A quarantine file without a record is being written, or was left by a crash. */
const quarantineGraceMs = 3_600_000;
/** Somebody's open editor may refer to values that the draft does not any more: undoing brings them back for so long. */
const artefactGraceMs = 7 * 86_400_000;
/** A look at a source takes minutes: what is older was left by a process that was killed. */
const lookGraceMs = 3_600_000;
/** A silent run is retried through the queue within seconds; after this long its job must be gone. */
const lostRunMs = 60_000;

const isRunId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

async function olderThan(file: string, milliseconds: number): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs > milliseconds;
  } catch {
    return false;
  }
}

const remove = (file: string) =>
  unlink(file).then(
    () => 1,
    () => 0,
  );

type Sweeper = (context: WorkerContext) => Promise<number>;

/** Folders of runs that have ended, or that nobody knows, and what scripts and previews left. */
const staging: Sweeper = async ({ db, config }) => {
  let count = await sweepScratch(config.data.stagingRoot);
  for (const runId of await names(config.data.stagingRoot)) {
    // The command line may work in the same data folder; it clears up after its own.
    if (!isRunId.test(runId)) continue;
    const run = await db.runs.get(runId);
    if (run !== undefined && run.finishedAt === undefined) continue;
    await rm(path.join(config.data.stagingRoot, runId), { recursive: true, force: true });
    count += 1;
  }
  return count;
};

const expiredQuarantines: Sweeper = async ({ db, config }) => {
  const expired = await db.quarantines.expired(new Date());
  for (const { id, path: file } of expired) {
    if (file !== undefined) await remove(path.join(config.data.quarantineRoot, file));
    await db.quarantines.markDeleted(id);
  }
  return expired.length;
};

const lostQuarantineFiles: Sweeper = async ({ db, config }) => {
  const root = config.data.quarantineRoot;
  let count = 0;
  for (const runId of await names(root)) {
    const known = new Set((await db.quarantines.list(runId)).map((kept) => kept.path));
    for (const name of await names(path.join(root, runId))) {
      const file = path.join(root, runId, name);
      if (known.has(path.join(runId, name)) || !(await olderThan(file, quarantineGraceMs))) continue;
      count += await remove(file);
    }
  }
  return count;
};

const unreferencedRecordFiles: Sweeper = ({ db, config }) => sweepRecord(db.versions, config.data);

const expiredUploads: Sweeper = async ({ db, config }) => {
  const expired = await db.uploads.expired(new Date());
  for (const upload of expired) {
    await remove(path.join(config.data.uploads, path.basename(upload.path)));
    await db.uploads.markDeleted(upload.id);
  }
  return expired.length;
};

const unreferencedArtefacts: Sweeper = ({ db }) =>
  db.artefacts.deleteUnreferenced(new Date(Date.now() - artefactGraceMs));

const oldEvents: Sweeper = ({ db, config }) =>
  db.runEvents.deleteBefore(new Date(Date.now() - config.retentionDays * 86_400_000));

/** Raw data, as rejected rows are: the run's log outlives it. */
const oldScriptOutputs: Sweeper = ({ db, config }) =>
  db.scriptOutputs.deleteBefore(new Date(Date.now() - config.quarantine.days * 86_400_000));

const unusedPackages: Sweeper = ({ config }) => sweepPackages(config.data.python);

/** Each removes its own, unless its process was killed. */
const leftLooks: Sweeper = async ({ config }) => {
  let count = 0;
  for (const name of await names(config.data.looks)) {
    const folder = path.join(config.data.looks, name);
    if (!(await olderThan(folder, lookGraceMs))) continue;
    await rm(folder, { recursive: true, force: true });
    count += 1;
  }
  return count;
};

/** What triggers did, and alerts that were put away or sent. A key that came with a call starts something again after that. */
const oldTicks: Sweeper = ({ db, config }) =>
  db.ticks.deleteBefore(new Date(Date.now() - config.retentionDays * 86_400_000));

const lostRuns: Sweeper = async ({ db, queue }) => {
  const lost = await db.runs.stale(lostRunMs);
  for (const run of lost) await db.transaction((tx) => queue.enqueue(tx, "run", { runId: run.id }));
  return lost.length;
};

/** Whose job was given up, after workers that were stopped or killed: until it has ended, nothing else may be moved from or to its stores. */
const lostMoves: Sweeper = async ({ db, queue }) => {
  let count = 0;
  for (const { id: moveId } of await db.storeUpkeep.movesAtWork()) {
    if (await queue.hasJob("move", { moveId })) continue;
    await db.transaction((tx) => queue.enqueue(tx, "move", { moveId }));
    count += 1;
  }
  return count;
};

const sweepers: Readonly<Record<keyof SweepCounts, Sweeper>> = {
  staging,
  quarantines: expiredQuarantines,
  quarantineFiles: lostQuarantineFiles,
  recordFiles: unreferencedRecordFiles,
  uploads: expiredUploads,
  artefacts: unreferencedArtefacts,
  events: oldEvents,
  scriptOutputs: oldScriptOutputs,
  packages: unusedPackages,
  looks: leftLooks,
  ticks: oldTicks,
  runs: lostRuns,
  moves: lostMoves,
};

/** Removes what nobody needs any more. Each kind by itself: one that fails is logged and leaves the others their turn. */
export async function sweep(context: WorkerContext): Promise<SweepCounts> {
  const counts: SweepCounts = {
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
  };
  for (const kind of Object.keys(counts) as (keyof SweepCounts)[]) {
    try {
      counts[kind] = await sweepers[kind](context);
    } catch (error) {
      context.log.warn({ sweep: kind, err: error }, "sweep failed");
    }
  }
  if (Object.values(counts).some((count) => count > 0)) context.log.info({ ...counts }, "swept");
  return counts;
}
