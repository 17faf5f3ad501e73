import { systemClock } from "#lib/kernel";
import { orphanGraceMs } from "./orphans.ts";
import { openStore, type Upkeep } from "./places.ts";

const lookWithinMs = 120_000;

/** Whether a run that is at work may still be at it. */
async function mayGoOn({ db }: Upkeep, module: string, since: Date): Promise<boolean> {
  const working = await db.runs.list({ module, states: ["running", "cancelling", "retrying"] });
  return working.some(({ createdAt }) => createdAt <= since);
}

/**
 * Ends what runs of modules of ours began in a store so long ago that nobody goes on with it. Each by itself, each audited; the first
 * failure is thrown after the others had their turn. Answers how many were ended.
 */
export async function endUnfinishedUploads(upkeep: Upkeep, name: string): Promise<number> {
  const { db } = upkeep;
  const { driver, config } = await openStore(upkeep, name);
  const { unfinished } = driver;
  if (!unfinished) return 0;
  const where = { store: name, signal: AbortSignal.timeout(lookWithinMs) };
  const before = systemClock.now().getTime() - orphanGraceMs;
  const failures: unknown[] = [];
  let ended = 0;
  for (const upload of await unfinished.list(config, where)) {
    const { module, location, since } = upload;
    if (since.getTime() > before || (await db.modules.get(module)) === undefined) continue;
    if (await mayGoOn(upkeep, module, since)) continue;
    try {
      await unfinished.end(config, upload, where);
    } catch (error) {
      failures.push(error);
      continue;
    }
    ended += 1;
    await db.audit.append({
      action: "collect-orphans",
      subjectKind: "store",
      subject: name,
      outcome: "done",
      detail: { module, unfinished: location },
    });
  }
  if (failures.length > 0) throw failures[0];
  return ended;
}
