import { opendir, readdir, readlink, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PythonLimits } from "./jail.ts";
import { treeOf } from "./watch.ts";

const watchMilliseconds = 200;
/** What a name takes even where its file is empty. */
const entryBytes = 4096;
const mostNames = 200_000;
/** The sandbox's own processes. */
const ownProcesses = 3;
/** A machine without memory left ends these first. */
const firstToGo = "1000";

const isGone = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

/**
 * Bytes of all files below a folder, counted up to `most`; links are not followed. A folder that nobody can read is too much, and
 * so are more names than anybody needs: they must not fill the memory of who counts them.
 */
async function folderBytes(folder: string, most: number): Promise<number> {
  let total = 0;
  let names = 0;
  const folders = [folder];
  for (let at = folders.pop(); at !== undefined && total <= most; at = folders.pop()) {
    const files: string[] = [];
    try {
      for await (const entry of await opendir(at, { bufferSize: 1024 })) {
        names += 1;
        total += entryBytes;
        if (names > mostNames) return Number.POSITIVE_INFINITY;
        if (total > most) return total;
        if (entry.isDirectory()) folders.push(path.join(at, entry.name));
        else if (entry.isFile()) files.push(path.join(at, entry.name));
      }
    } catch (error) {
      if (!isGone(error)) return Number.POSITIVE_INFINITY;
    }
    for (const file of files) {
      const { size } = await stat(file).catch(() => ({ size: 0 }));
      total += Math.max(0, size - entryBytes);
    }
  }
  return total;
}

interface Nameless {
  readonly memory: number;
  readonly disk: number;
}

/** Bytes of files that have no name any more, or never had one, and are only held open: in memory and on disk. */
async function namelessBytes(pids: readonly number[]): Promise<Nameless> {
  const [memory, disk] = [new Map<string, number>(), new Map<string, number>()];
  for (const pid of pids)
    for (const descriptor of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const file = `/proc/${pid}/fd/${descriptor}`;
      const target = await readlink(file).catch(() => "");
      if (!target.endsWith(" (deleted)")) continue;
      const facts = await stat(file).catch(() => undefined);
      // Of several that hold the same file it counts once.
      if (facts?.isFile())
        (target.startsWith("/memfd:") ? memory : disk).set(`${facts.dev} ${facts.ino}`, facts.blocks * 512);
    }
  const sum = (sizes: ReadonlyMap<string, number>) =>
    [...sizes.values()].reduce((total, one) => total + one, 0);
  return { memory: sum(memory), disk: sum(disk) };
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/**
 * Watches what the kernel sets no limit to: memory of all processes together, files that have no name, all files of the scratch.
 * @param beyond told what there is too much of, and the limit
 * @returns ends the watching
 */
export function watchLimits(
  pid: number | undefined,
  scratch: string,
  limits: PythonLimits,
  beyond: (resource: string, limit: string) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = pid === undefined;
  const marked = new Set<number>();
  const tell = (resource: string, limit: string) => isOver || beyond(resource, limit);
  const look = async (root: number): Promise<void> => {
    const { bytes, pids } = await treeOf(root);
    for (const one of pids) {
      if (marked.has(one)) continue;
      marked.add(one);
      await writeFile(`/proc/${one}/oom_score_adj`, firstToGo).catch(() => undefined);
    }
    const nameless = await namelessBytes(pids);
    if (bytes + nameless.memory > limits.memoryBytes) tell("RAM", megabytes(limits.memoryBytes));
    if (pids.length > limits.processes + ownProcesses) tell("processes", String(limits.processes));
    const named = await folderBytes(scratch, limits.diskBytes);
    if (named + nameless.disk > limits.diskBytes) tell("disk", megabytes(limits.diskBytes));
  };
  // One look after the other: what a script makes to slow it down must not pile up.
  const turn = async (): Promise<void> => {
    if (pid !== undefined) await look(pid).catch(() => undefined);
    if (!isOver) timer = setTimeout(turn, watchMilliseconds);
  };
  if (!isOver) timer = setTimeout(turn, watchMilliseconds);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
