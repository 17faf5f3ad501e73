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

/** Does something with a file. False where the file is not there (any more). */
const unlessMissing = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
      throw error;
    },
  );

async function putBack(from: string, target: string): Promise<void> {
  // Somebody has put it anew.
  if (await unlessMissing(stat(target))) return void (await unlessMissing(unlink(from)));
  const now = new Date();
  // As if it had just been kept: somebody may be about to put it too.
  if (await unlessMissing(utimes(from, now, now))) await unlessMissing(rename(from, target));
}

const isYoung = async (file: string): Promise<boolean> =>
  stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs <= graceMs,
    () => true,
  );

/** Puts what was taken aside back where it is wanted. False where it is not. */
async function putBackWhereWanted(versions: Versions, from: string, target: string): Promise<boolean> {
  let isWanted = true;
  try {
    isWanted = (await isYoung(from)) || (await versions.isReferenced(path.basename(target)));
  } finally {
    // Where that cannot be told, too.
    if (isWanted) await putBack(from, target);
  }
  return isWanted;
}

/** Whether whoever took a file aside has had the time to deal with it. */
const isLeftover = (from: string): Promise<boolean> =>
  stat(from).then(
    ({ ctimeMs }) => Date.now() - ctimeMs > leftoverMs,
    () => false,
  );

/** Removes what another worker has taken aside and left. Answers whether it is gone. */
const settleLeft = async (versions: Versions, from: string, target: string): Promise<boolean> =>
  !(await putBackWhereWanted(versions, from, target)) &&
  (await isLeftover(from)) &&
  unlessMissing(unlink(from));

/** Takes a file aside and removes it there, unless it is wanted. Answers whether it is gone. */
async function takeAway(versions: Versions, file: string): Promise<boolean> {
  const taken = path.join(path.dirname(file), `leaving-${newId()}-${path.basename(file)}`);
  if (!(await unlessMissing(rename(file, taken)))) return false;
  return !(await putBackWhereWanted(versions, taken, file)) && unlessMissing(unlink(taken));
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
      if (await settleLeft(versions, file, path.join(root, left))) count += 1;
    } else if (!known.has(name) && !(await isYoung(file)) && (await takeAway(versions, file))) count += 1;
  }
  return count;
}
