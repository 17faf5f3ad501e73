import type { Database, RunRecord } from "#lib/db/server";
import type { RunPorts } from "#lib/operations/server";
import { showCopies } from "#lib/pipeline/server";
import { storedCopySchema } from "#lib/stores";

/**
 * Where an earlier attempt made the version and died before its stores showed it, only that is left to do: running the pipeline
 * again would write over what is published. Answers whether there was a version.
 */
export async function finishPublished(
  db: Pick<Database, "versions">,
  run: RunRecord,
  ports: RunPorts,
  module: string,
): Promise<boolean> {
  const version = await db.versions.ofRun(run.id);
  if (version === undefined) return false;
  const { number, manifest } = version;
  const copies = version.copies.flatMap(({ store, copy, removedAt, shownAt }) =>
    removedAt === undefined && shownAt === undefined ? [{ store, copy: storedCopySchema.parse(copy) }] : [],
  );
  await showCopies({ ports, runId: run.id, signal: ports.signal }, { module, number, manifest, copies });
  return true;
}
