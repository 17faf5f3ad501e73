import { readdir, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

const pageBytes = 4096;

interface Facts {
  readonly parent: number;
  readonly bytes: number;
}

/** Parent and resident bytes of every process; those that end meanwhile are left out, and those that only wait to be buried. */
async function processes(): Promise<ReadonlyMap<number, Facts>> {
  const found = new Map<number, Facts>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    // The name stands in parentheses and may hold any character.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (fields.length > 21 && fields[0] !== "Z" && fields[0] !== "X")
      found.set(Number(name), { parent: Number(fields[1]), bytes: Number(fields[21]) * pageBytes });
  }
  return found;
}

/** A process and all that it started, as far as their parents live. */
function below(pid: number, all: ReadonlyMap<number, Facts>): readonly (readonly [number, Facts])[] {
  const isBelow = (at: number): boolean => {
    for (let one = at, steps = 0; one > 1 && steps < 64; one = all.get(one)?.parent ?? 0, steps++)
      if (one === pid) return true;
    return false;
  };
  return [...all].filter(([one]) => isBelow(one));
}

/** A process and all that it started: their ids, and the resident memory of all together. */
export async function treeOf(
  pid: number,
): Promise<{ readonly bytes: number; readonly pids: readonly number[] }> {
  const own = below(pid, await processes());
  return { bytes: own.reduce((sum, [, { bytes }]) => sum + bytes, 0), pids: own.map(([one]) => one) };
}

/**
 * A process and all that it started, by their ids.
 * @param home finds those too whose parents have ended: the folder that only their environment names as home
 */
export async function familyOf(pid: number, home?: string): Promise<readonly number[]> {
  const own = below(pid, await processes()).map(([one]) => one);
  return home === undefined ? own : [...new Set([...own, ...(await withHome(home))])];
}

/** Processes whose environment names a folder as home, by their ids. */
export async function withHome(home: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const one of (await processes()).keys()) {
    const environment = await readFile(`/proc/${one}/environ`, "utf8").catch(() => "");
    if (environment.split("\0").includes(`HOME=${home}`)) found.push(one);
  }
  return found;
}

/** Waits until none of these processes runs, but not longer than so. */
export async function ended(pids: readonly number[], milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  for (;;) {
    const all = await processes();
    if (!pids.some((pid) => all.has(pid)) || performance.now() > until) return;
    await setTimeout(10);
  }
}
