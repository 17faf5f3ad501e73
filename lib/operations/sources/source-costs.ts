import { z } from "zod";
import { type RunCost, runCostSchema } from "#lib/contracts";
import type { Repositories } from "#lib/db/server";

/** Of a document: what it calls its sources. */
const namedSchema = z.object({ sources: z.array(z.object({ name: z.string(), ref: z.string() })) });

/** Runs that are looked at for what they cost. */
const mostRuns = 30;

type CostEvent = Awaited<ReturnType<Repositories["runEvents"]["costs"]>>[number];

/** What the newest runs cost a source, by the run's own log. */
export async function sourceCosts(
  db: Pick<Repositories, "runEvents" | "revisions">,
  source: string,
  modules: readonly string[],
): Promise<RunCost[]> {
  const found = modules.length === 0 ? [] : await db.runEvents.costs(modules, mostRuns);
  const names = new Map<string, ReadonlySet<string>>();
  /** Logs from before they told which source was read: as the document is written, its names are asked; elsewhere nobody knows. */
  const isNamed = async (name: string, { revisionId, environment }: CostEvent["run"]): Promise<boolean> => {
    if (environment !== null) return false;
    if (!names.has(revisionId)) {
      const revision = await db.revisions.getById(revisionId);
      const own = namedSchema.safeParse(revision?.document).data?.sources ?? [];
      names.set(revisionId, new Set(own.filter(({ ref }) => ref === source).map((one) => one.name)));
    }
    return names.get(revisionId)?.has(name) ?? false;
  };
  const costs: RunCost[] = [];
  for (const { event, run } of found) {
    const { source: name, place, longest, ...figures } = event.params;
    const isOfIt = place === undefined ? await isNamed(String(name), run) : place === source;
    if (!isOfIt) continue;
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
