import { undoUpload } from "#lib/pipeline/server";
import { readDocument } from "../../modules/check-document.ts";
import type { OpenStore, Upkeep } from "./places.ts";

/** Longest time of a removal: a store that does not answer is asked again by a later sweep. */
const removeWithin = 120_000;

/** Removes all that a run wrote into a store; what its upload script put elsewhere goes by the document's own clean-up. */
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
  if (script?.store === name) await undoUpload(script, { name, kind: store.kind, driver, config }, where);
  else await driver.remove(config, { runId: run.runId }, where);
}
