import type { OrphanRecord } from "#lib/db/server";
import { systemClock } from "#lib/kernel";
import { storesAt } from "../../core/places.ts";
import { type OpenStore, openStore, type Upkeep } from "./places.ts";
import { removeRun } from "./remove-run.ts";

/** What was seen for so long belongs to nobody: a run that ended may still be cleaning up, a move may still be on its way. */
export const orphanGraceMs = 86_400_000;
const lookWithin = 120_000;

/** Runs that own something where this store writes, under whatever name: two stores of one place may come from two that raced. */
async function ownedAt(upkeep: Upkeep, { kind, config }: OpenStore): Promise<ReadonlySet<string>> {
  const owned = new Set<string>();
  for (const store of await storesAt(upkeep, kind, config))
    for (const run of await upkeep.db.holdings.ownedRuns(store)) owned.add(run);
  return owned;
}

/** Runs of this installation that have ended and own nothing in the store. A run that nobody here knows is another's: not ours to judge. */
async function orphansIn(upkeep: Upkeep, store: OpenStore) {
  const { db } = upkeep;
  const owned = await ownedAt(upkeep, store);
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
  const ownedNow = await ownedAt(upkeep, store);
  return found.filter(({ runId }) => !ownedNow.has(runId));
}

/** Looks through a store and remembers what belongs to nobody. While versions are moved to or from it, nothing is judged. */
export async function findOrphansIn(upkeep: Upkeep, name: string): Promise<readonly OrphanRecord[]> {
  const { storeUpkeep } = upkeep.db;
  if ((await storeUpkeep.movesAtWork(name)).length === 0)
    await storeUpkeep.seeOrphans(name, await orphansIn(upkeep, await openStore(upkeep, name)));
  return storeUpkeep.orphans(name);
}

/** Removes what has belonged to nobody for the time of grace. Answers how many runs' remains went. */
export async function collectOrphans(upkeep: Upkeep, name: string): Promise<number> {
  const { db } = upkeep;
  const now = systemClock.now().getTime();
  const due = (await findOrphansIn(upkeep, name)).filter(
    ({ firstSeenAt }) => now - firstSeenAt.getTime() >= orphanGraceMs,
  );
  if (due.length === 0 || (await db.storeUpkeep.movesAtWork(name)).length > 0) return 0;
  const store = await openStore(upkeep, name);
  for (const { runId, module, bytes } of due) {
    await removeRun(upkeep, store, { runId, module });
    await db.storeUpkeep.forgetOrphan(name, runId);
    await db.audit.append({
      action: "collect-orphans",
      subjectKind: "store",
      subject: name,
      outcome: "done",
      detail: { run: runId, module, bytes },
    });
  }
  return due.length;
}
