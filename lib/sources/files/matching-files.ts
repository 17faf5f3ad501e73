import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";

/**
 * Files that match a pattern, by the paths that lead to them. Links are followed, unlike by Node's own glob: a folder named
 * `month=02` may lie on another disk.
 */
export async function* matchingFiles(pattern: string): AsyncGenerator<string> {
  const [root = path.sep] = /^[^*?{[]*\//.exec(pattern) ?? [];
  const isDeep = pattern.includes("**");
  const levels = pattern.slice(root.length).split("/").length;
  for await (const file of filesBelow(path.resolve(root), isDeep ? Number.POSITIVE_INFINITY : levels, []))
    if (path.matchesGlob(file, pattern)) yield file;
}

/** @param above real folders that lead here: a link to one of them would never end */
async function* filesBelow(folder: string, levels: number, above: readonly string[]): AsyncGenerator<string> {
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined || above.includes(real)) return;
  // What nobody lets us look into has no files for us.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const place = path.join(folder, entry.name);
    const facts = entry.isSymbolicLink() ? await stat(place).catch(() => undefined) : entry;
    if (facts?.isFile()) yield place;
    else if (facts?.isDirectory() && levels > 1) yield* filesBelow(place, levels - 1, [...above, real]);
  }
}
