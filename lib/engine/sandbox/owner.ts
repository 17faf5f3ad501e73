import { createHash } from "node:crypto";
import { readlinkSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** What counts this process's ids: containers of one name count them by themselves. */
function processSpace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** This machine among those that share a data folder: process ids are of one, and in a container every start may have the same. */
const machine = createHash("sha256").update(`${os.hostname()} ${processSpace()}`).digest("hex").slice(0, 8);

/** When a process began, by the machine's own count: an id alone may have become another's. */
export async function startOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
}

/** Whether that very process runs still. Where nobody counts beginnings, `0`, its id has to do. */
async function isRunning(pid: number, start: string): Promise<boolean> {
  const now = await startOf(pid);
  if (now !== undefined) return now === start;
  try {
    return start === "0" && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** How a process marks what is its own, in a name or in a file: `machine-pid-start`. */
export const ownerMark = async (): Promise<string> =>
  `${machine}-${process.pid}-${(await startOf(process.pid)) ?? 0}`;

/** The mark within a name. */
const ownerPattern = "([0-9a-f]{8}-\\d+-\\d+)";
/** Nothing that is made for one look or one script is used as long; of another machine's nobody asks its process. */
const othersMilliseconds = 24 * 3_600_000;

/**
 * Whether the process that marked a file or folder is no more. Of another machine's nobody can say so: only that it has not been
 * touched for so long. What is gone was somebody's to remove.
 */
export async function isLeft(file: string, mark: string, silentMilliseconds: number): Promise<boolean> {
  const facts = await stat(file).catch(() => undefined);
  if (facts === undefined) return false;
  const [of, pid = "", start = ""] = mark.split("-");
  if (of === machine) return !(await isRunning(Number(pid), start));
  return Date.now() - facts.mtimeMs > silentMilliseconds;
}

/**
 * Removes what processes left that are no more, of everything in a folder that is named `prefix-mark-…`; answers how many. One that
 * cannot be removed is no reason to leave the others, nor to do nothing.
 */
export async function sweepLeft(
  root: string,
  prefix: string,
  remove: (folder: string) => Promise<void>,
): Promise<number> {
  const pattern = new RegExp(`^${prefix}-${ownerPattern}-`);
  const names: readonly string[] = await readdir(root).catch(() => []);
  let count = 0;
  for (const name of names) {
    const mark = pattern.exec(name)?.[1];
    if (mark === undefined) continue;
    const folder = path.join(root, name);
    try {
      if (!(await isLeft(folder, mark, othersMilliseconds))) continue;
      await remove(folder);
      count += 1;
    } catch {
      // The next sweep tries again.
    }
  }
  return count;
}
