import { readdir, rename, stat, unlink, utimes } from "node:fs/promises";
import path from "node:path";
import type { DataFolder } from "#lib/config/server";
import type { Database } from "#lib/db/server";
import { newId } from "#lib/kernel";

/**
 * A file is removed in two steps: taken aside under another name, and looked at there. Whoever wants it has touched it before that, then
 * it is put back; or comes later, finds nothing under its hash and puts it anew. So nobody ever loses what they were told is kept.
 */

/** A file that no version names may belong to a run that is about to publish it; after a day it does not. */
const graceMs = 86_400_000;
/** What another worker has taken aside it has long dealt with by then; what it left when it died is dealt with here. */
const leftoverMs = 3_600_000;

const aside = /^leaving-[0-9a-f-]{36}-(.+)$/;

type Versions = Pick<Database["versions"], "referencedHashes" | "isReferenced">;

/** False where it is not there (any more). */
const isThere = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
      throw error;
    },
  );

async function putBack(from: string, target: string): Promise<void> {
  // Somebody has put it anew.
  if (await isThere(stat(target))) return void (await isThere(unlink(from)));
  const now = new Date();
  // As if it had just been kept: somebody may be about to put it too.
  if (await isThere(utimes(from, now, now))) await isThere(rename(from, target));
}

const isYoung = async (file: string): Promise<boolean> =>
  stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs <= graceMs,
    () => true,
  );

/** Removes what was taken aside, or puts it back where it is wanted. Answers whether it is gone. */
async function settle(versions: Versions, from: string, target: string, isOwn: boolean): Promise<boolean> {
  try {
    if ((await isYoung(from)) || (await versions.isReferenced(path.basename(target)))) {
      await putBack(from, target);
      return false;
    }
  } catch (error) {
    // Whether it is wanted, nobody can say now.
    await putBack(from, target);
    throw error;
  }
  if (!isOwn) {
    const since = await stat(from).catch(() => undefined);
    if (since === undefined || Date.now() - since.ctimeMs <= leftoverMs) return false;
  }
  return isThere(unlink(from));
}

/** Removes files of the record that no version needs and nobody has touched for a day. Answers how many. */
export async function sweepRecord(versions: Versions, data: DataFolder): Promise<number> {
  const root = data.recordRoot;
  const known = await versions.referencedHashes();
  let count = 0;
  for (const name of await readdir(root).catch(() => [])) {
    const file = path.join(root, name);
    const left = aside.exec(name)?.[1];
    if (left !== undefined) {
      if (await settle(versions, file, path.join(root, left), false)) count += 1;
      continue;
    }
    if (known.has(name) || (await isYoung(file))) continue;
    const taken = path.join(root, `leaving-${newId()}-${name}`);
    if ((await isThere(rename(file, taken))) && (await settle(versions, taken, file, true))) count += 1;
  }
  return count;
}
