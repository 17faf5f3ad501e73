import { openStore, type Upkeep } from "./places.ts";

/** Longest time of one telling: a store that does not answer is told again later. */
const tellWithinMs = 30_000;

/** Which stores were told of how many withdrawals, and why one was not. */
export interface Told {
  readonly store: string;
  readonly count: number;
  readonly error?: unknown;
}

/**
 * Tells stores of versions that were withdrawn: their `latest` shows such a version no more. Each store by itself, one that fails
 * is told again the next time; retention and moves find there what was told.
 */
export async function tellWithdrawals(upkeep: Upkeep): Promise<readonly Told[]> {
  const { db } = upkeep;
  const told: Told[] = [];
  for (const [store, copies] of Map.groupBy(await db.holdings.untold(), (copy) => copy.store)) {
    let count = 0;
    try {
      const { driver, config } = await openStore(upkeep, store);
      for (const copy of copies) {
        const { module, runId, number, isWithdrawn, byScript } = copy;
        const where = { store, module, runId, signal: AbortSignal.timeout(tellWithinMs) };
        if (!byScript) await driver.setWithdrawn(config, { number, isWithdrawn }, where);
        await db.holdings.told(copy);
        count += 1;
      }
      told.push({ store, count });
    } catch (error) {
      told.push({ store, count, error });
    }
  }
  return told;
}
