import type { UntoldCopy } from "#lib/db/server";
import { openStore, type Upkeep } from "./places.ts";

/** Longest time of one telling: a store that does not answer is told again later. */
const tellWithinMs = 30_000;

/** What became of telling one store of one version. */
export interface ToldCopy {
  readonly store: string;
  readonly version: string;
  /** Why the store does not know yet. */
  readonly error?: unknown;
}

async function tellOne(upkeep: Upkeep, copy: UntoldCopy, signal: AbortSignal): Promise<void> {
  const { store, module, runId, number, byScript } = copy;
  if (!byScript) {
    const { driver, config } = await openStore(upkeep, store);
    await driver.hideFromLatest(config, number, { store, module, runId, signal });
  }
  await upkeep.db.holdings.told(copy);
}

/**
 * Tells stores of versions that were withdrawn: their `latest` shows such a version no more. Each by itself, one that fails is told
 * again the next time, after those that were not tried; a store that does not answer is left alone until then. Retention and moves
 * find there what was told.
 */
export async function tellWithdrawals(upkeep: Upkeep): Promise<readonly ToldCopy[]> {
  const { holdings } = upkeep.db;
  const tried: ToldCopy[] = [];
  const silent = new Set<string>();
  for (const copy of await holdings.untold()) {
    const { store } = copy;
    if (silent.has(store)) continue;
    const version = `${copy.module}@${copy.number}`;
    const signal = AbortSignal.timeout(tellWithinMs);
    try {
      await tellOne(upkeep, copy, signal);
      tried.push({ store, version });
    } catch (error) {
      if (signal.aborted) silent.add(store);
      await holdings.notTold(copy);
      tried.push({ store, version, error });
    }
  }
  return tried;
}
