import { type Bucket, keysBelow, remove, writeText } from "./bucket.ts";
import { type Layout, pointToLatest, recordOf, versionsIn } from "./layout.ts";

/**
 * Objects are shared by what they hold, so a removal may meet a write of another run. A removal says which objects it is about to
 * take before it looks who needs them; a write says which it needs before it looks which are about to go. Whoever comes second sees
 * the first: the removal leaves the object, or the write puts its file under a key of its own.
 */

/** Objects that removals are about to take, or have just taken. */
export async function keysLeaving(bucket: Bucket, at: Layout): Promise<ReadonlySet<string>> {
  const leaving = new Set<string>();
  for (const key of await keysBelow(bucket, at.leaving))
    for (const one of (await recordOf(bucket, key))?.keys ?? []) leaving.add(one);
  return leaving;
}

/** What versions show and what runs that stay have said they need. A record that cannot be read stops the removal: nobody knows what it needs. */
async function keysNeeded(bucket: Bucket, at: Layout): Promise<ReadonlySet<string>> {
  const nameOf = (key: string) => key.slice(key.lastIndexOf("/") + 1);
  const leaving = new Set((await keysBelow(bucket, at.leaving)).map(nameOf));
  const needed = new Set((await versionsIn(bucket, at.versions)).flatMap(({ keys }) => keys));
  for (const key of await keysBelow(bucket, at.runs)) {
    if (leaving.has(nameOf(key))) continue;
    for (const one of (await recordOf(bucket, key))?.keys ?? []) needed.add(one);
  }
  return needed;
}

async function hideVersions(bucket: Bucket, at: Layout, runId: string): Promise<void> {
  const mine = (await versionsIn(bucket, at.versions)).filter((version) => version.runId === runId);
  for (const { version } of mine) await remove(bucket, at.version(version));
  if (mine.length > 0) await pointToLatest(bucket, at);
  await remove(bucket, at.withdrawnRun(runId));
}

/** Removes what a run has shown, what its script has put, and those of its objects that nobody else needs. May be repeated. */
export async function removeRun(bucket: Bucket, at: Layout, runId: string): Promise<void> {
  await hideVersions(bucket, at, runId);
  const record = (await recordOf(bucket, at.run(runId))) ?? (await recordOf(bucket, at.leavingRun(runId)));
  if (record) {
    await writeText(bucket, at.leavingRun(runId), `${JSON.stringify(record)}\n`);
    const needed = await keysNeeded(bucket, at);
    for (const key of record.keys) if (!needed.has(key)) await remove(bucket, key);
  }
  // What a script puts stands in no list: it is all that is below the run's own folder.
  for (const key of await keysBelow(bucket, at.script(runId))) await remove(bucket, key);
  await remove(bucket, at.run(runId));
  if (record) await remove(bucket, at.leavingRun(runId));
}
