import type { CopyToShow } from "#lib/db/server";
import { systemClock } from "#lib/kernel";
import { storedCopySchema } from "#lib/stores";
import { failureText } from "../../core/failure-text.ts";
import { type OpenStore, openStore, type Upkeep } from "./places.ts";
import { removeRun } from "./remove-run.ts";

const showWithinMs = 120_000;
/** Of a store that may copy what it shows: no disk that anybody publishes to is slower than 20 MB a second. */
const leastBytesPerMs = 20_000;
/** Between two tries: as long as it has been waiting already, but no longer than this unless somebody may still be at it. */
const mostWaitMs = 3_600_000;

/** What became of a copy that its store did not show. */
export interface ShownCopy {
  readonly store: string;
  readonly version: string;
  /** Why the store does not show it yet. */
  readonly error?: unknown;
}

/** How long showing a copy may take, by its store. */
async function timesOf({ db, storeDriver }: Upkeep): Promise<(copy: CopyToShow) => number> {
  const stores = [...(await db.stores.list()), ...(await db.stores.list({ archived: true }))];
  const copying = new Set(
    stores.filter(({ kind }) => storeDriver(kind).copiesToShow).map(({ name }) => name),
  );
  return ({ store, bytes }) => showWithinMs + (copying.has(store) ? Math.ceil(bytes / leastBytesPerMs) : 0);
}

/** @param withinMs how long whoever tried last may still be at it */
function isDue({ createdAt, triedAt }: CopyToShow, withinMs: number): boolean {
  if (triedAt === undefined) return true;
  const waited = triedAt.getTime() - createdAt.getTime();
  const pause = Math.max(withinMs, Math.min(mostWaitMs, waited));
  return systemClock.now().getTime() - triedAt.getTime() >= pause;
}

/** The copy as the records have it now; undefined where the store is not to show it any more. */
async function copyNow({ db }: Upkeep, { module, number, store }: CopyToShow) {
  const version = await db.versions.get(module, number);
  const kept = version?.copies.find((one) => one.store === store && one.removedAt === undefined);
  if (version === undefined || version.withdrawnAt !== undefined || kept === undefined) return undefined;
  return { manifest: version.manifest, copy: storedCopySchema.parse(kept.copy) };
}

/** False where the store is not to show it any more. */
async function showOne(
  upkeep: Upkeep,
  store: OpenStore,
  copy: CopyToShow,
  signal: AbortSignal,
): Promise<boolean> {
  const { db } = upkeep;
  const { module, number, runId } = copy;
  const now = await copyNow(upkeep, copy);
  if (now === undefined) return false;
  const where = { store: store.name, module, runId, signal };
  await store.driver.commit(store.config, now.copy, now.manifest, number, where);
  // Given up or moved away meanwhile: what was shown last goes too.
  if (!(await db.holdings.shown(runId, store.name))) {
    await removeRun(upkeep, store, { runId, module });
    return false;
  }
  await db.audit.append({
    action: "show-version",
    subjectKind: "version",
    subject: `${module}@${number}`,
    outcome: "done",
    detail: { store: store.name },
  });
  return true;
}

/**
 * Lets stores show versions that were published while they could not. Runs that are at work do so themselves. Each by itself, by one
 * worker at a time, again and again until it succeeds; a store that does not answer is left alone until the next time.
 */
export async function showWaitingCopies(upkeep: Upkeep): Promise<readonly ShownCopy[]> {
  const { holdings } = upkeep.db;
  const tried: ShownCopy[] = [];
  const silent = new Set<string>();
  const withinMs = await timesOf(upkeep);
  for (const copy of await holdings.toShow()) {
    const { store, module, number, runId } = copy;
    if (silent.has(store) || !isDue(copy, withinMs(copy)) || !(await holdings.takeToShow(copy))) continue;
    const version = `${module}@${number}`;
    const signal = AbortSignal.timeout(withinMs(copy));
    try {
      const isShown = await showOne(upkeep, await openStore(upkeep, store), copy, signal);
      if (isShown) tried.push({ store, version });
    } catch (error) {
      if (signal.aborted) silent.add(store);
      await holdings.notShown(runId, store, failureText(error, runId));
      tried.push({ store, version, error });
    }
  }
  return tried;
}
