import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { SandboxProcess, type TaskLimits } from "./child-process.ts";
import type { Task, TaskResult } from "./protocol.ts";

/** Runs one task in a process made for it, in a scratch folder of its own that is gone afterwards. */
export async function runTask<T extends Task>(
  task: T,
  options: { readonly limits: TaskLimits; readonly signal: AbortSignal; readonly scratch?: string },
): Promise<TaskResult[T["kind"]]> {
  const base = options.scratch ?? os.tmpdir();
  await mkdir(base, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(path.join(base, "sandbox-"));
  const child = new SandboxProcess(scratch, options.limits.diskBytes);
  try {
    return await child.perform(task, options.limits, options.signal);
  } finally {
    await child.end();
    await rm(scratch, { recursive: true, force: true });
  }
}
