import type { Dirent, Stats } from "node:fs";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { AppError, codeOf } from "#lib/kernel";
import type { AssertAllowed } from "../find-file.ts";
import { isMeant, namesOnly, walkedPattern, waysFrom } from "./pattern-parts.ts";

/** Files of one pattern; more is most likely a pattern that means something else. */
const mostFiles = 10_000;

/** A file by the path that people know it by, and where it really lies. */
export interface PlacedFile {
  readonly place: string;
  readonly real: string;
}

interface Walk {
  /** What the pattern is called where something of it goes wrong. */
  readonly label: string;
  readonly assertAllowed: AssertAllowed;
  readonly signal: AbortSignal;
}

/** Something that the walk comes to. */
interface Step {
  readonly place: string;
  readonly isLink: boolean;
  /** What the pattern says of what lies below; of a file, nothing. */
  readonly way: readonly string[];
}

type Entry = readonly [name: string, facts: Dirent | Stats];

/**
 * Files that a pattern means, by the paths that lead to them and in the order of those. Links are followed, unlike by Node's own
 * glob: a folder named `month=02` may lie on another disk. A file that several paths lead to is taken once, by the one with the
 * fewest links; what cannot be read is refused, since its rows would be missing.
 */
export async function matchingFiles(pattern: string, walk: Walk): Promise<readonly PlacedFile[]> {
  const found = new Map<string, string>();
  const entered = new Set<string>();
  let round = await begin(pattern, walk);
  // A round goes as far as it gets without a link; what lies behind one more is the next.
  while (round.length > 0) {
    const behindLinks: Step[] = [];
    for (const step of round) {
      if (walk.signal.aborted)
        throw walk.signal.reason instanceof AppError ? walk.signal.reason : new AppError("run-cancelled");
      const real = await realOf(step, walk);
      if (real === undefined) continue;
      if (step.way.length > 0) {
        for (const next of await stepsInto(step, real, entered, walk))
          (next.isLink ? behindLinks : round).push(next);
      } else if (!found.has(real)) {
        found.set(real, step.place);
        assertFew(found.size, walk);
      }
    }
    round = behindLinks;
  }
  const files = [...found].map(([real, place]) => ({ place, real }));
  return files.sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** Where a pattern begins, if anything is there. */
async function begin(pattern: string, walk: Walk): Promise<Step[]> {
  const { root: place, ways } = walkedPattern(pattern);
  const real = await realpath(place).catch((error: unknown) => skipGone(error, place, walk));
  if (real === undefined) return [];
  walk.assertAllowed(real, walk.label);
  const steps: Step[] = [];
  for (const way of ways) {
    steps.push({ place, isLink: false, way });
    assertFew(steps.length, walk);
  }
  return steps;
}

function assertFew(files: number, { label }: Walk): void {
  if (files > mostFiles) throw new AppError("files-too-many", { file: label, limit: String(mostFiles) });
}

async function realOf({ place, isLink }: Step, walk: Walk): Promise<string | undefined> {
  const real = await realpath(place).catch((error: unknown) =>
    isLink ? refuse(error, place, walk) : skipGone(error, place, walk),
  );
  if (real !== undefined) walk.assertAllowed(real, path.basename(place));
  return real;
}

/** Steps to all in a folder that the pattern means, for the ways that nobody has come here by. */
async function stepsInto(
  { place: folder, way }: Step,
  real: string,
  entered: Set<string>,
  walk: Walk,
): Promise<readonly Step[]> {
  // Neither in circles, nor once for each of the paths that lead here.
  const ways = waysFrom(way).filter((one) => isNew(entered, JSON.stringify([real, one])));
  const names = ways.flatMap(([part = ""]) => part);
  const steps: Step[] = [];
  for (const [name, facts] of await entriesOf(folder, names, walk)) {
    const meant = ways.filter(([part = ""]) => isMeant(part, name));
    if (meant.length === 0) continue;
    const place = path.join(folder, name);
    const isLink = facts.isSymbolicLink();
    const target = isLink ? await stat(place).catch((error: unknown) => refuse(error, place, walk)) : facts;
    for (const [part, ...below] of meant)
      if (below.length === 0 ? target.isFile() : target.isDirectory())
        steps.push({ place, isLink, way: part === "**" ? [part, ...below] : below });
  }
  return steps;
}

function isNew(seen: Set<string>, one: string): boolean {
  const { size } = seen;
  return seen.add(one).size > size;
}

/** What a folder holds, in its names' order; where only names are asked for, nothing else is looked at. */
async function entriesOf(folder: string, wanted: readonly string[], walk: Walk): Promise<readonly Entry[]> {
  const names = namesOnly(wanted);
  if (!names) {
    const all = await readdir(folder, { withFileTypes: true }).catch((error: unknown) =>
      skipGone(error, folder, walk),
    );
    return (all ?? []).map((one): Entry => [one.name, one]).sort(([a], [b]) => (a < b ? -1 : 1));
  }
  const entries: Entry[] = [];
  for (const name of names) {
    const place = path.join(folder, name);
    const facts = await lstat(place).catch((error: unknown) => skipGone(error, place, walk));
    if (facts) entries.push([name, facts]);
  }
  return entries;
}

function refuse(cause: unknown, place: string, { label }: Walk): never {
  const params = { file: label, place: path.basename(place), detail: codeOf(cause) ?? "–" };
  throw new AppError("file-pattern-unreadable", params, { cause });
}

/** What is not there, or went while we looked, has no rows. */
function skipGone(error: unknown, place: string, walk: Walk): undefined {
  if (!/^(?:ENOENT|ENOTDIR)$/.test(codeOf(error) ?? "")) refuse(error, place, walk);
  return undefined;
}
