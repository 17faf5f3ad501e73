import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ContenderResult, ContenderTask } from "./contender.ts";
import { treeMemory, watchMemory } from "./process-memory.ts";

export interface Measured extends ContenderResult {
  readonly name: string;
  /** Highest proportional set size of its processes, bytes; undefined where the system does not tell. */
  readonly peakMemory?: number;
  /** Highest of the PostgreSQL that served it. */
  readonly postgresMemory?: number;
  /** Highest sum of files in its folder, bytes. */
  readonly disk: number;
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(path.join(entry.parentPath, entry.name)).then(
          (s) => s.size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Runs one contender in a process of its own and an empty folder, watched from outside. */
export async function runContender(
  name: string,
  command: readonly [program: string, script: string],
  task: Omit<ContenderTask, "folder">,
  postgresPid?: number,
): Promise<Measured> {
  const folder = await mkdtemp(path.join(tmpdir(), "etlx-bench-"));
  try {
    const child = spawn(command[0], [command[1], JSON.stringify({ ...task, folder })], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.pid === undefined) throw new Error(`${name} did not start`);
    const memory = watchMemory(child.pid);
    let disk = 0;
    let postgresMemory = 0;
    const watching = setInterval(async () => {
      disk = Math.max(disk, await folderBytes(folder));
      if (postgresPid !== undefined) postgresMemory = Math.max(postgresMemory, await treeMemory(postgresPid));
    }, 500);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    clearInterval(watching);
    const peakMemory = await memory.stop();
    if (code !== 0) throw new Error(`${name} ended with ${code}`);
    const result = JSON.parse(output.trim().split("\n").at(-1) ?? "") as ContenderResult;
    return {
      ...result,
      name,
      disk,
      ...(peakMemory > 0 ? { peakMemory } : {}),
      ...(postgresMemory > 0 ? { postgresMemory } : {}),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
