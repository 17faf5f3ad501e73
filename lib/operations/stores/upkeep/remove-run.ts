import { undoUpload } from "#lib/pipeline/server";
import { readDocument } from "../../modules/check-document.ts";
import { failureText } from "./failure-text.ts";
import type { OpenStore, Upkeep } from "./places.ts";

/** Longest time of a removal: a store that does not answer is asked again by a later sweep. */
const removeWithin = 120_000;

/** Where a document says how what its script put elsewhere is taken back. */
export const cleanUpPath = "upload.script.cleanUp";

/**
 * Removes all that a run wrote into a store; what its upload script put elsewhere goes by the document's own clean-up. One that fails
 * stays due: nothing in the store tells of it any more.
 */
export async function removeRun(
  { db }: Pick<Upkeep, "db">,
  store: OpenStore,
  run: { readonly runId: string; readonly module: string },
): Promise<void> {
  const { name, driver, config } = store;
  const where = {
    store: name,
    module: run.module,
    runId: run.runId,
    signal: AbortSignal.timeout(removeWithin),
  };
  const revisionId = (await db.runs.get(run.runId))?.revisionId;
  const revision = revisionId === undefined ? undefined : await db.revisions.getById(revisionId);
  const script = readDocument(revision?.document)?.upload?.script;
  if (script?.store !== name) return driver.remove(config, { runId: run.runId }, where);
  try {
    await undoUpload(script, { name, kind: store.kind, driver, config }, where);
  } catch (error) {
    const failure = failureText(error, run.runId);
    if (script.cleanUp !== undefined)
      await db.storeUpkeep.leaveBehind({ ...run, store: name, location: cleanUpPath, failure });
    throw error;
  }
}
