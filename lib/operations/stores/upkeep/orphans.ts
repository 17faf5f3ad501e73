import type { OrphanRecord } from "#lib/db/server";
import { AppError, systemClock } from "#lib/kernel";
import { failureText } from "../../core/failure-text.ts";
import { storesAt } from "../../core/places.ts";
import { type OpenStore, openStore, type Upkeep } from "./places.ts";
import { removeRun } from "./remove-run.ts";

/** What was seen for so long belongs to nobody: a run that ended may still be cleaning up, a move may still be on its way. */
export const orphanGraceMs = 86_400_000;
const lookWithin = 120_000;

/**
 * Which of some runs own something where this store writes. A place has many names, so a version of another store counts too, unless
 * that one is of another kind, whose marks are not ours, or was tried and found to be elsewhere.
 */
async function ownedAt(
  upkeep: Upkeep,
  { name, kind, config }: OpenStore,
  runs: readonly string[],
): Promise<ReadonlySet<string>> {
  const { db } = upkeep;
  const owned = new Set<string>();
  const holders: string[] = [];
  for (const store of await db.stores.list({ archived: true })) {
    if (store.kind !== kind) continue;
    const held = await db.holdings.ownedRuns(store.name);
    const theirs = runs.filter((run) => held.has(run));
    if (theirs.length === 0) continue;
    if (store.name !== name) holders.push(store.name);
    else for (const run of theirs) owned.add(run);
  }
  if (holders.length === 0) return owned;
  for (const holder of await storesAt(upkeep, kind, config, { among: holders, orUnknown: true }))
    for (const run of await db.holdings.ownedRuns(holder)) owned.add(run);
  return owned;
}

/** Runs of this installation that have ended and own nothing in the store. A run that nobody here knows is another's: not ours to judge. */
async function orphansIn(upkeep: Upkeep, store: OpenStore) {
  const { db } = upkeep;
  const owned = await db.holdings.ownedRuns(store.name);
  const strays = await store.driver.strays(store.config, owned, {
    store: store.name,
    signal: AbortSignal.timeout(lookWithin),
  });
  const found = [];
  for (const stray of strays) {
    const run = await db.runs.get(stray.runId);
    if (run?.finishedAt !== undefined) found.push(stray);
  }
  // Asked again: a version may have been published or moved here while the store was looked through.
  const ownedNow = await ownedAt(
    upkeep,
    store,
    found.map(({ runId }) => runId),
  );
  return found.filter(({ runId }) => !ownedNow.has(runId));
}

/** Looks through a store and remembers what belongs to nobody. While versions are moved to or from it, nothing is judged. */
export async function findOrphansIn(upkeep: Upkeep, name: string): Promise<readonly OrphanRecord[]> {
  const { storeUpkeep } = upkeep.db;
  if ((await storeUpkeep.movesAtWork(name)).length === 0)
    await storeUpkeep.seeOrphans(name, await orphansIn(upkeep, await openStore(upkeep, name)));
  return storeUpkeep.orphans(name);
}

/** What became of what a run had left: `not-found` where another worker has removed it meanwhile. */
export interface Collected {
  readonly runId: string;
  readonly outcome: "removed" | "not-found" | "still-there";
  /** Why it is still there. */
  readonly error?: unknown;
}

/** What has been there for the time of grace, and clean-ups of runs that have ended and own nothing. */
async function dueNow(upkeep: Upkeep, name: string, store: OpenStore): Promise<readonly OrphanRecord[]> {
  const now = systemClock.now().getTime();
  const found = await findOrphansIn(upkeep, name);
  const owned = await ownedAt(
    upkeep,
    store,
    found.map(({ runId }) => runId),
  );
  const due: OrphanRecord[] = [];
  for (const orphan of found) {
    const { runId, cleanUp, firstSeenAt } = orphan;
    const isDue = cleanUp
      ? !owned.has(runId) && (await upkeep.db.runs.get(runId))?.finishedAt !== undefined
      : now - firstSeenAt.getTime() >= orphanGraceMs;
    if (isDue) due.push(orphan);
  }
  return due;
}

/** Each by itself: one that cannot be removed keeps no other there. */
async function removeEach(upkeep: Upkeep, store: OpenStore, due: readonly OrphanRecord[]) {
  const failures = new Map<string, unknown>();
  for (const { runId, module } of due)
    await removeRun(upkeep, store, { runId, module }).catch((error: unknown) => failures.set(runId, error));
  const removed = due.filter(({ runId }) => !failures.has(runId));
  if (removed.length === 0) return failures;
  try {
    // A store is asked, not believed.
    const left = new Set((await orphansIn(upkeep, store)).map(({ runId }) => runId));
    for (const { runId } of removed)
      if (left.has(runId))
        failures.set(runId, new AppError("store-still-holds", { store: store.name, run: runId }));
  } catch (error) {
    for (const { runId } of removed) failures.set(runId, error);
  }
  return failures;
}

/** Removes what has belonged to nobody for the time of grace, and says what became of each. What fails is tried again, and shown until it is gone. */
export async function collectOrphans(upkeep: Upkeep, name: string): Promise<readonly Collected[]> {
  const { storeUpkeep, audit } = upkeep.db;
  const store = await openStore(upkeep, name);
  const due = await dueNow(upkeep, name, store);
  if (due.length === 0 || (await storeUpkeep.movesAtWork(name)).length > 0) return [];
  const failures = await removeEach(upkeep, store, due);
  const collected: Collected[] = [];
  for (const { runId, module, bytes } of due) {
    const error = failures.get(runId);
    if (error !== undefined) {
      await storeUpkeep.failOrphan(name, runId, failureText(error, runId));
      collected.push({ runId, outcome: "still-there", error });
      continue;
    }
    const isKnown = await storeUpkeep.forgetOrphan(name, runId);
    collected.push({ runId, outcome: isKnown ? "removed" : "not-found" });
    if (!isKnown) continue;
    await audit.append({
      action: "collect-orphans",
      subjectKind: "store",
      subject: name,
      outcome: "done",
      detail: { run: runId, module, bytes },
    });
  }
  return collected;
}
