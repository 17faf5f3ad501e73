import type { Holding } from "#lib/db/server";
import { systemClock } from "#lib/kernel";
import { openStore, placeOfKey, type Upkeep } from "./places.ts";
import { planRetention, stillDue } from "./plan-retention.ts";
import { removeRun } from "./remove-run.ts";

const knownOf = ({ db }: Upkeep) => ({
  now: systemClock.now(),
  madeFrom: (ids: readonly string[]) => db.versions.madeFrom(ids),
});

/** What goes by the policy as it is now. */
async function dueNow(upkeep: Upkeep, key: string): Promise<readonly Holding[]> {
  const { db } = upkeep;
  const record = await db.storeUpkeep.retention(key);
  if (record === undefined) return [];
  const plan = await planRetention(record.policy, await db.holdings.list(placeOfKey(key)), knownOf(upkeep));
  return plan.removed.map(({ holding }) => holding);
}

/** Removals take long: meanwhile somebody may have marked it, changed the policy, withdrawn a newer one, or made one from it. */
async function whyNow(upkeep: Upkeep, key: string, id: string): Promise<"older" | "withdrawn" | undefined> {
  const { db } = upkeep;
  const record = await db.storeUpkeep.retention(key);
  const held = record && (await db.holdings.one(id, placeOfKey(key)));
  return held && stillDue(record.policy, held, knownOf(upkeep));
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
  for (const { id, module, number, runId, bytes } of await dueNow(upkeep, key)) {
    const why = await whyNow(upkeep, key, id);
    if (why === undefined || (await db.versions.isBeingRead(id))) continue;
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
