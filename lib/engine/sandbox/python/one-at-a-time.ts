import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { newId } from "#lib/kernel";
import { isRunning, startOf } from "./watch.ts";

const askEveryMilliseconds = 300;

/** Makes a file that names this process, whole or not at all; answers whether it did. */
async function isTaken(lock: string, own: string): Promise<boolean> {
  const whole = `${lock}-${newId()}`;
  await writeFile(whole, own);
  try {
    await link(whole, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
}

/**
 * Does something that processes with one data folder may each come to do, such as the web and a worker: one after the other.
 * @param lock a file that names who does it; of a process that is no more it holds nobody up
 */
export async function oneAtATime<T>(lock: string, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(lock), { recursive: true });
  const own = `${process.pid}-${(await startOf(process.pid)) ?? 0}`;
  while (!(await isTaken(lock, own))) {
    const [pid = "", start = ""] = (await readFile(lock, "utf8").catch(() => "")).split("-");
    if (pid !== "" && !(await isRunning(Number(pid), start))) await rm(lock, { force: true });
    else await pause(askEveryMilliseconds);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}
