import { z } from "zod";
import type { Database, RunRecord } from "#lib/db/server";
import type { RunPorts } from "#lib/operations/server";

const copySchema = z.object({
  by: z.literal("script").optional(),
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
  for (const { store, copy, removedAt } of version.copies) {
    if (removedAt !== undefined) continue;
    const bound = ports.stores.find(({ name }) => name === store);
    const kept = copySchema.parse(copy);
    if (kept.by === "script") continue;
    await bound?.driver.commit(bound.config, kept, version.manifest, version.number, {
      module,
      store,
      runId: run.id,
      signal: ports.signal,
    });
  }
  return true;
}
