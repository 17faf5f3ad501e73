import type { UntoldCopy } from "#lib/db/server";
import { AppError, systemClock } from "#lib/kernel";
import { openStore, type Upkeep } from "./places.ts";

/** Longest time of one telling: a store that does not answer is told again later. */
const tellWithinMs = 30_000;
/** A store that could not be told is left alone so long, by every worker: a password that is refused must lock no account. */
const restMs = 60_000;

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

/** Stores that could not be told a moment ago. */
function resting(untold: readonly UntoldCopy[]): Set<string> {
  const now = systemClock.now().getTime();
  return new Set(
    untold
      .filter(({ triedAt }) => triedAt !== undefined && now - triedAt.getTime() < restMs)
      .map(({ store }) => store),
  );
}

/**
 * Tells stores of versions that were withdrawn: their `latest` shows such a version no more. Each by itself, one that fails is told
 * again later, after those that were not tried. A store is left alone for a moment once it refuses a login, does not answer in time or
 * fails twice in a row. Retention and moves find there what was told.
 */
export async function tellWithdrawals(upkeep: Upkeep): Promise<readonly ToldCopy[]> {
  const { holdings } = upkeep.db;
  const tried: ToldCopy[] = [];
  const untold = await holdings.untold();
  const [left, failed] = [resting(untold), new Set<string>()];
  for (const copy of untold) {
    const { store } = copy;
    if (left.has(store)) continue;
    const version = `${copy.module}@${copy.number}`;
    const signal = AbortSignal.timeout(tellWithinMs);
    try {
      await tellOne(upkeep, copy, signal);
      failed.delete(store);
      tried.push({ store, version });
    } catch (error) {
      const isRefused = error instanceof AppError && error.code === "store-refused";
      if (signal.aborted || isRefused || failed.has(store)) left.add(store);
      failed.add(store);
      await holdings.notTold(copy);
      tried.push({ store, version, error });
    }
  }
  return tried;
}
