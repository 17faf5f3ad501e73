import {
  carryOutRetention,
  collectOrphans,
  endUnfinishedUploads,
  showWaitingCopies,
  tellWithdrawals,
} from "#lib/operations/server";
import { upkeepOf, type WorkerContext } from "./worker-context.ts";

export interface KeptStores {
  /** Copies that stores show at last. */
  shown: number;
  /** Versions that their places gave up. */
  retired: number;
  /** Runs of which nothing is left behind any more. */
  orphans: number;
  /** Uploads that nobody went on with. */
  unfinished: number;
}

/** Policies are carried out, and stores are looked through, once an hour; a changed policy at once. */
const upkeepEveryMs = 3_600_000;

/** A store that fails keeps no other from its turn. */
async function eachByItself(
  { log }: WorkerContext,
  place: string,
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    log.warn({ place, err: error }, "a store could not be kept in order");
    return 0;
  }
}

/** Versions that were published while a store could not show them. */
async function show(context: WorkerContext): Promise<number> {
  const tried = await showWaitingCopies(upkeepOf(context));
  for (const { store, version, error } of tried)
    if (error !== undefined)
      context.log.warn({ place: store, version, err: error }, "a store does not show a version yet");
  return tried.filter(({ error }) => error === undefined).length;
}

/** Versions that their places keep no longer. */
async function retire(context: WorkerContext): Promise<number> {
  let count = 0;
  for (const { place, carriedOutAt } of await context.db.storeUpkeep.retentions()) {
    if (context.stopping.aborted) break;
    if (carriedOutAt !== undefined && Date.now() - carriedOutAt.getTime() < upkeepEveryMs) continue;
    count += await eachByItself(context, place, () => carryOutRetention(upkeepOf(context), place));
  }
  return count;
}

const lookedThrough = new WeakMap<WorkerContext["db"], Map<string, number>>();

/** What runs have left in one store; what could not be removed is said, each by itself, and stands on the store's page. */
async function collectIn(context: WorkerContext, store: string): Promise<number> {
  const collected = await collectOrphans(upkeepOf(context), store);
  for (const { runId, outcome, error } of collected)
    if (outcome === "still-there")
      context.log.warn({ place: store, run: runId, err: error }, "what a run left could not be removed");
  return collected.filter(({ outcome }) => outcome === "removed").length;
}

/** What runs have left in stores, after its time of grace. */
async function collect(context: WorkerContext, counts: KeptStores): Promise<void> {
  const seen = lookedThrough.get(context.db) ?? new Map<string, number>();
  lookedThrough.set(context.db, seen);
  for (const { name } of await context.db.stores.list()) {
    if (context.stopping.aborted) break;
    if (Date.now() - (seen.get(name) ?? 0) < upkeepEveryMs) continue;
    seen.set(name, Date.now());
    counts.orphans += await eachByItself(context, name, () => collectIn(context, name));
    counts.unfinished += await eachByItself(context, name, () =>
      endUnfinishedUploads(upkeepOf(context), name),
    );
  }
}

/** Keeps stores in order. Apart from `sweep`: a store that answers slowly holds up nothing but this. */
export async function keepStores(context: WorkerContext): Promise<KeptStores> {
  const counts: KeptStores = { shown: 0, retired: 0, orphans: 0, unfinished: 0 };
  try {
    counts.shown = await show(context);
    counts.retired = await retire(context);
    await collect(context, counts);
  } catch (error) {
    context.log.warn({ err: error }, "stores could not be kept in order");
  }
  if (Object.values(counts).some((count) => count > 0))
    context.log.info({ ...counts }, "stores kept in order");
  return counts;
}

/** What was withdrawn, to the stores that have it, until each has heard it. Apart from all else: a `latest` shows it until then. */
export async function tellStores(context: WorkerContext): Promise<number> {
  try {
    const tried = await tellWithdrawals(upkeepOf(context));
    for (const { store, version, error } of tried)
      if (error !== undefined)
        context.log.warn({ place: store, version, err: error }, "a store could not be told of a withdrawal");
    const count = tried.filter(({ error }) => error === undefined).length;
    if (count > 0) context.log.info({ count }, "stores told of withdrawals");
    return count;
  } catch (error) {
    context.log.warn({ err: error }, "stores could not be told of withdrawals");
    return 0;
  }
}
