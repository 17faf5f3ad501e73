import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach } from "vitest";
import { processIdentity } from "../process-identity.mjs";

/** A temporary folder for each test that asks, and processes that end with it. */

const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "etlx-bootstrap-"));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function afterThisTest(step: () => unknown): void {
  undo.push(step);
}

/** Runs a script of the bootstrap, or the given source, as a process of its own. */
export function run(args: string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: path.dirname(import.meta.dirname),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  undo.push(() => child.kill("SIGKILL"));
  return child;
}

/** What it printed on both streams, and how it ended. */
export async function outcome(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = "";
  child.stdout?.on("data", (text) => {
    said += String(text);
  });
  child.stderr?.on("data", (text) => {
    said += String(text);
  });
  await once(child, "close");
  return { code: child.exitCode, said };
}

/** A process that ended and was not waited for by its parent is not alive. */
export function isAlive(pid: number): boolean {
  return processIdentity(pid) !== undefined;
}

/** Waits for what a process does in its own time. */
export async function eventually(check: () => boolean, milliseconds = 10_000): Promise<boolean> {
  const until = Date.now() + milliseconds;
  while (!check()) {
    if (Date.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}
