import { systemClock } from "#lib/kernel";
import { openStore, placeOfKey, type Upkeep } from "./places.ts";
import { planRetention, type RetentionPlan } from "./plan-retention.ts";
import { removeRun } from "./remove-run.ts";

/** What goes by the policy as it is now: of one module, or of all. */
async function dueNow({ db }: Upkeep, key: string, module?: string): Promise<RetentionPlan["removed"]> {
  const record = await db.storeUpkeep.retention(key);
  if (record === undefined) return [];
  const holdings = await db.holdings.list(placeOfKey(key), module === undefined ? {} : { module });
  const { removed } = await planRetention(record.policy, holdings, {
    now: systemClock.now(),
    madeFrom: ({ id }) => db.versions.madeFrom(id),
  });
  return removed;
}

/**
 * Does what a place's policy says, each removal audited. A place gives a version up before its files are removed: what a removal
 * that fails leaves is an orphan, which goes later. Answers how many versions went.
 */
export async function carryOutRetention(upkeep: Upkeep, key: string): Promise<number> {
  const { db } = upkeep;
  if ((await db.storeUpkeep.retention(key)) === undefined) return 0;
  const place = placeOfKey(key);
  const store = place === undefined ? undefined : await openStore(upkeep, place.store);
  let failure: unknown;
  let count = 0;
  for (const { holding, why } of await dueNow(upkeep, key)) {
    const { id, module, number, runId, bytes } = holding;
    // Removals take long: meanwhile somebody may have marked it, changed the policy, or withdrawn a newer one.
    const isStillDue = (await dueNow(upkeep, key, module)).some((due) => due.holding.id === id);
    if (!isStillDue || (await db.versions.isBeingRead(id))) continue;
    if (!(await db.holdings.giveUp(id, place))) continue;
    count += 1;
    await db.audit.append({
      action: "carry-out-retention",
      subjectKind: "version",
      subject: `${module}@${number}`,
      outcome: "done",
      detail: { place: key, why, bytes },
    });
    // The record's files go with the sweep, once no other version names them.
    if (store) await removeRun(upkeep, store, { runId, module }).catch((error: unknown) => (failure = error));
  }
  await db.storeUpkeep.carriedOut(key);
  if (failure !== undefined) throw failure;
  return count;
}
