import { readdir, readFile } from "node:fs/promises";

/** Proportional set size in bytes of a process and all below it; what is shared counts once over those that share it. Linux only. */
export async function treeMemory(root: number): Promise<number> {
  const children = new Map<number, number[]>();
  const entries = await readdir("/proc").catch(() => []);
  const numbers = entries.map(Number).filter((pid) => Number.isInteger(pid));
  await Promise.all(
    numbers.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      // The command's name is in brackets and may hold anything; fields count from behind it.
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      if (Number.isInteger(parent)) children.set(parent, [...(children.get(parent) ?? []), pid]);
    }),
  );
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  const sizes = await Promise.all(
    tree.map(async (pid) => {
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
      return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Watches a process tree until stopped; answers its highest memory. */
export function watchMemory(pid: number, everyMs = 200): { stop(): Promise<number> } {
  let peak = 0;
  let running = true;
  const loop = (async () => {
    while (running) {
      peak = Math.max(peak, await treeMemory(pid));
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return {
    stop: async () => {
      running = false;
      await loop;
      return peak;
    },
  };
}
