import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readFile, readlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";

/** Beside the folder, so that it is no part of what it speaks of. */
export const manifestOf = (folder: string): string => `${folder}.manifest`;

async function entries(folder: string, below = ""): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of (await readdir(path.join(folder, below))).toSorted()) {
    const inside = path.join(below, name);
    const place = path.join(folder, inside);
    const facts = await lstat(place);
    if (facts.isDirectory()) found.push(JSON.stringify([inside]), ...(await entries(folder, inside)));
    else if (facts.isFile()) {
      const hash = createHash("sha256");
      await pipeline(createReadStream(place), hash);
      found.push(JSON.stringify([inside, facts.size, hash.digest("hex")]));
    } else found.push(JSON.stringify([inside, await readlink(place).catch(() => "")]));
  }
  return found;
}

/** One hash of all that a folder holds: names, sizes, contents. */
export async function contentOf(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const entry of await entries(folder)) hash.update(`${entry}\n`);
  return hash.digest("hex");
}

/** Writes down what a folder held when it was made, for {@link isUnchanged}. */
export const writeManifest = (folder: string, content: string): Promise<void> =>
  writeFile(manifestOf(folder), content);

/** Whether a folder holds what was written down of it; without a manifest nobody knows, and so it does not. */
export async function isUnchanged(folder: string): Promise<boolean> {
  const written = await readFile(manifestOf(folder), "utf8").catch(() => undefined);
  return written !== undefined && written === (await contentOf(folder));
}
