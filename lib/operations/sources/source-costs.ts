import { z } from "zod";
import { type RunCost, runCostSchema } from "#lib/contracts";
import type { Repositories } from "#lib/db/server";

/** Of a document: what it calls its sources. */
const namedSchema = z.object({ sources: z.array(z.object({ name: z.string(), ref: z.string() })) });

/** Runs that are looked at for what they cost. */
const mostRuns = 30;

/** What the newest runs cost a source, by the run's own log: documents name it as they like, so each run's revision is asked. */
export async function sourceCosts(
  db: Pick<Repositories, "runEvents" | "revisions">,
  source: string,
  modules: readonly string[],
): Promise<RunCost[]> {
  const found = modules.length === 0 ? [] : await db.runEvents.costs(modules, mostRuns);
  const names = new Map<string, ReadonlySet<string>>();
  const costs: RunCost[] = [];
  for (const { event, run } of found) {
    if (!names.has(run.revisionId)) {
      const revision = await db.revisions.getById(run.revisionId);
      const own = namedSchema.safeParse(revision?.document).data?.sources ?? [];
      names.set(run.revisionId, new Set(own.filter(({ ref }) => ref === source).map(({ name }) => name)));
    }
    const { source: name, longest, ...figures } = event.params;
    if (typeof name !== "string" || !names.get(run.revisionId)?.has(name)) continue;
    const { id, kind, module } = run;
    const cost = runCostSchema.safeParse({
      ...figures,
      longestQuerySeconds: longest,
      run: { id, kind, module },
      at: event.at,
    });
    if (cost.success) costs.push(cost.data);
  }
  return costs;
}
