import { undoUpload } from "#lib/pipeline/server";
import { failureText } from "../../core/failure-text.ts";
import { readDocument } from "../../modules/check-document.ts";
import { type OpenStore, openStore, type Upkeep } from "./places.ts";

/** Longest time of a removal: a store that does not answer is asked again by a later sweep. */
const removeWithinMs = 120_000;
/** Longest time of one try for a run that is about to end: its worker waits for it. */
const cleanUpWithinMs = 30_000;
/** Clean-up of a store is tried so often before it is left to later sweeps. */
const cleanUpAttempts = 3;

/** Where a document says how what its script put elsewhere is taken back. */
const cleanUpPath = "upload.script.cleanUp";

interface Run {
  readonly runId: string;
  readonly module: string;
}

/** The script by which a run wrote into a store: that it did was kept then, so that no environment is asked what it means now. */
async function scriptIn({ db }: Pick<Upkeep, "db">, store: string, runId: string) {
  const wrote = (await db.runs.stores(runId)).find((one) => one.store === store);
  if (wrote?.byScript !== true) return undefined;
  const revisionId = (await db.runs.get(runId))?.revisionId;
  const revision = revisionId === undefined ? undefined : await db.revisions.getById(revisionId);
  return readDocument(revision?.document)?.upload?.script;
}

async function takeBack(
  upkeep: Pick<Upkeep, "db">,
  { name, kind, driver, config }: OpenStore,
  { runId, module }: Run,
  withinMs: number,
): Promise<void> {
  const where = { store: name, module, runId, signal: AbortSignal.timeout(withinMs) };
  const script = await scriptIn(upkeep, name, runId);
  if (script === undefined) return driver.remove(config, { runId }, where);
  return undoUpload(script, { name, kind, driver, config }, where);
}

/** What is in a store tells of itself; of what a script put elsewhere, only this tells that it is still due. */
async function leaveBehind(upkeep: Pick<Upkeep, "db">, store: string, run: Run, error: unknown) {
  const script = await scriptIn(upkeep, store, run.runId);
  if (script?.cleanUp === undefined) return;
  const failure = failureText(error, run.runId);
  await upkeep.db.storeUpkeep.leaveBehind({ ...run, store, location: cleanUpPath, failure });
}

/**
 * Removes all that a run wrote into a store; what its upload script put elsewhere goes by the document's own clean-up. One that fails
 * stays due.
 */
export async function removeRun(upkeep: Pick<Upkeep, "db">, store: OpenStore, run: Run): Promise<void> {
  try {
    await takeBack(upkeep, store, run, removeWithinMs);
  } catch (error) {
    await leaveBehind(upkeep, store.name, run, error);
    throw error;
  }
}

async function tryToClean(
  upkeep: Upkeep,
  store: string,
  run: Run,
  assertOwned: () => Promise<void>,
): Promise<unknown> {
  let failure: unknown;
  for (let tries = 0; tries < cleanUpAttempts; tries += 1) {
    await assertOwned();
    try {
      await takeBack(upkeep, await openStore(upkeep, store), run, cleanUpWithinMs);
      return undefined;
    } catch (error) {
      failure = error;
    }
  }
  await leaveBehind(upkeep, store, run, failure);
  return failure;
}

/**
 * Removes what a run that has ended wrote in its attempts, in whatever stores it meant then, but for what holds its version. Each by
 * itself: one that does not answer keeps no other's waste. Answers why it did not succeed, by store.
 * @param assertOwned throws where somebody else goes on with the run: asked before each try, and then nothing further is touched
 */
export async function cleanUpRun(
  upkeep: Upkeep,
  run: Run,
  assertOwned: () => Promise<void>,
): Promise<ReadonlyMap<string, unknown>> {
  const outcomes = new Map<string, unknown>();
  const version = await upkeep.db.versions.ofRun(run.runId);
  const held = new Set(version?.copies.map(({ store }) => store));
  for (const { store } of await upkeep.db.runs.stores(run.runId)) {
    if (held.has(store)) continue;
    outcomes.set(store, await tryToClean(upkeep, store, run, assertOwned));
  }
  return outcomes;
}
