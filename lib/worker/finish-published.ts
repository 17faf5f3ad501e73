import { z } from "zod";
import type { Database, RunRecord } from "#lib/db/server";
import type { RunPorts } from "#lib/operations/server";

const copySchema = z.object({
  location: z.string(),
  tables: z.array(z.object({ name: z.string(), location: z.string(), bytes: z.number() })),
});

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
  for (const { store, copy } of version.copies) {
    const bound = ports.stores.find(({ name }) => name === store);
    await bound?.driver.commit(bound.config, copySchema.parse(copy), version.manifest, version.number, {
      module,
      store,
      runId: run.id,
      signal: ports.signal,
    });
  }
  return true;
}
