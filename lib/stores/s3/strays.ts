import type { StrayRun } from "../definition.ts";
import { type Bucket, objectsBelow } from "./bucket.ts";
import { recordOf } from "./layout.ts";
import { UnreadableObject } from "./unreadable-object.ts";

const ofRun = /^([a-z][a-z0-9-]*)\/(?:(?:runs|leaving)\/([0-9a-f-]{36})\.json$|scripts\/([0-9a-f-]{36})\/)/;

/** What a run's record names; of one that cannot be read, nothing is known. */
async function namedBy(bucket: Bucket, key: string): Promise<readonly string[]> {
  try {
    return (await recordOf(bucket, key))?.keys ?? [];
  } catch (error) {
    if (error instanceof UnreadableObject) return [];
    throw error;
  }
}

/** Runs that have something in a bucket and are not among `owned`. What has another form than ours is not looked at. */
export async function straysIn(
  bucket: Bucket,
  prefix: string,
  owned: ReadonlySet<string>,
): Promise<readonly StrayRun[]> {
  const objects = await objectsBelow(bucket, prefix);
  const sizes = new Map(objects.map(({ key, bytes }) => [key, bytes]));
  const found = new Map<string, { readonly stray: StrayRun; readonly keys: Set<string> }>();
  for (const { key } of objects) {
    const [, module = "", recorded, scripted] = ofRun.exec(key.slice(prefix.length)) ?? [];
    const runId = recorded ?? scripted;
    if (runId === undefined || owned.has(runId)) continue;
    const location = `s3://${bucket.name}/${key}`;
    const known = found.get(runId) ?? {
      stray: { module, runId, location, bytes: 0 },
      keys: new Set<string>(),
    };
    found.set(runId, known);
    for (const one of scripted === undefined ? await namedBy(bucket, key) : [key]) known.keys.add(one);
  }
  return [...found.values()].map(({ stray, keys }) => ({
    ...stray,
    bytes: [...keys].reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0),
  }));
}
