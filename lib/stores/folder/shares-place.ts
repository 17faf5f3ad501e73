import { realpath, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { newId } from "#lib/kernel";
import { overlaps } from "../overlaps.ts";

export const partsOf = (folder: string): readonly string[] => folder.split(path.sep).filter(Boolean);

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

const isThere = (place: string): Promise<boolean> =>
  stat(place).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );

/** Where a folder really lies, through links; what is not there yet keeps its name. */
async function realParts(folder: string): Promise<readonly string[]> {
  const absolute = path.resolve(folder);
  try {
    return partsOf(await realpath(absolute));
  } catch (error) {
    if (!isMissing(error) || path.dirname(absolute) === absolute) throw error;
    return [...(await realParts(path.dirname(absolute))), path.basename(absolute)];
  }
}

/**
 * Whether what is written into a folder appears in another: right there, or below it where the ends of its own path lead. So one
 * that is mounted twice is found, and one inside of another that is mounted twice.
 */
async function appearsIn(folder: string, other: string): Promise<boolean> {
  const name = `.etlx-${newId()}`;
  const parts = await realParts(folder);
  await writeFile(path.join(folder, name), "", { flag: "wx" });
  try {
    for (let from = parts.length; from >= 0; from -= 1)
      if (await isThere(path.join(other, ...parts.slice(from), name))) return true;
    return false;
  } finally {
    await rm(path.join(folder, name), { force: true });
  }
}

/** Tries whether two folders are one, or one lies in the other: links and mounts give a folder many names. */
export async function sharePlace(one: string, other: string): Promise<boolean> {
  if (overlaps(await realParts(one), await realParts(other))) return true;
  // What is not there yet holds nothing of anybody's.
  if (!(await isThere(one)) || !(await isThere(other))) return false;
  try {
    if (await appearsIn(one, other)) return true;
  } catch {
    // Through this name it may only be read: the other one has to tell.
    return appearsIn(other, one);
  }
  return appearsIn(other, one).catch(() => false);
}
