import { readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { manifestOf } from "./package-manifest.ts";

/** Each use touches the folder; a module that runs once a month keeps its own. */
const unusedMilliseconds = 30 * 86_400_000;
/** No installation takes so long: what is older was left by a process that ended in the middle. */
const leftMilliseconds = 86_400_000;

const isPackages = /^packages-[0-9a-f]{16}$/;
const isBeside = /^packages-[0-9a-f]{16}[-.]/;

async function ageOf(place: string): Promise<number> {
  const facts = await stat(place).catch(() => undefined);
  return facts === undefined ? 0 : Date.now() - facts.mtimeMs;
}

/** Out of the way in one step, so that nobody finds half of it. */
async function remove(place: string): Promise<void> {
  const gone = `${place}-gone`;
  await rename(place, gone).catch(() => undefined);
  await rm(gone, { recursive: true, force: true });
}

/** Removes packages of locks that nobody uses any more, and what interrupted installations left; answers how many. */
export async function sweepPackages(root: string): Promise<number> {
  let count = 0;
  const names: readonly string[] = await readdir(root).catch(() => []);
  for (const name of names) {
    const place = path.join(root, name);
    const age = await ageOf(place);
    if (isPackages.test(name) && age > unusedMilliseconds) {
      await remove(place);
      await rm(manifestOf(place), { force: true });
      count += 1;
    } else if (isBeside.test(name) && age > leftMilliseconds) {
      // A manifest is as old as its installation.
      const owner = name.endsWith(".manifest") ? name.slice(0, -".manifest".length) : undefined;
      if (owner !== undefined && names.includes(owner)) continue;
      await rm(place, { recursive: true, force: true });
      count += owner === undefined ? 1 : 0;
    }
  }
  return count;
}
