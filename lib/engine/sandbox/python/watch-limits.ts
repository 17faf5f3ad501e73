import { opendir, readdir, readFile, readlink, stat, writeFile } from "node:fs/promises";
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

/** Pages of memory that processes share have files of their own, which only those have that map them. */
const isOfMemory = (name: string): boolean => /^\/(memfd:|SYSV|dev\/zero )/.test(name);
const mapping = /^([0-9a-f]+)-([0-9a-f]+) \S+ ([0-9a-f]+) ([0-9a-f]+):([0-9a-f]+) (\d+) +(.* \(deleted\))$/;

/** The number of a device, as files tell it. */
const deviceOf = (major: number, minor: number): number =>
  (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xff) << 12);

/** Files without a name that a process has in its memory, with as much of each as it maps; who may look gets the whole size. */
async function* mappedFiles(
  pid: number,
): AsyncGenerator<readonly [name: string, key: string, bytes: number]> {
  const maps = await readFile(`/proc/${pid}/maps`, "utf8").catch(() => "");
  for (const line of maps.split("\n")) {
    if (!line.endsWith(" (deleted)")) continue;
    const [, from = "", to = "", offset = "", major = "", minor = "", file = "", name = ""] =
      mapping.exec(line) ?? [];
    const facts = await stat(`/proc/${pid}/map_files/${from}-${to}`).catch(() => undefined);
    const mapped = Number(`0x${offset}`) + Number(`0x${to}`) - Number(`0x${from}`);
    const device = deviceOf(Number(`0x${major}`), Number(`0x${minor}`));
    yield [name, `${device} ${file}`, facts ? facts.blocks * 512 : mapped];
  }
}

/** Bytes of files that have no name any more, or never had one, and are only held open or mapped: in memory and on disk. */
async function namelessBytes(pids: readonly number[]): Promise<Nameless> {
  const [memory, disk] = [new Map<string, number>(), new Map<string, number>()];
  const count = (name: string, key: string, bytes: number) => {
    const sizes = isOfMemory(name) ? memory : disk;
    // Of several that hold the same file it counts once.
    sizes.set(key, Math.max(bytes, sizes.get(key) ?? 0));
  };
  for (const pid of pids) {
    for (const descriptor of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const file = `/proc/${pid}/fd/${descriptor}`;
      const target = await readlink(file).catch(() => "");
      if (!target.endsWith(" (deleted)")) continue;
      const facts = await stat(file).catch(() => undefined);
      if (facts?.isFile()) count(target, `${facts.dev} ${facts.ino}`, facts.blocks * 512);
    }
    for await (const [name, key, bytes] of mappedFiles(pid)) count(name, key, bytes);
  }
  const sum = (sizes: ReadonlyMap<string, number>) =>
    [...sizes.values()].reduce((total, one) => total + one, 0);
  return { memory: sum(memory), disk: sum(disk) };
}

/** Resident memory that may be of such files: a part of all that is resident. */
async function sharedBytes(pids: readonly number[]): Promise<number> {
  let total = 0;
  for (const pid of pids) {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    total += 1024 * Number(/^RssShmem:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  }
  return total;
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
    const shared = await sharedBytes(pids);
    // What is mapped and used counts once, what is only held counts too.
    const memory = bytes - shared + Math.max(shared, nameless.memory);
    if (memory > limits.memoryBytes) tell("RAM", megabytes(limits.memoryBytes));
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
