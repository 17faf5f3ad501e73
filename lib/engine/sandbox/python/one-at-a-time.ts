import { link, mkdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { newId } from "#lib/kernel";
import { isLeft, ownerMark } from "../owner.ts";

const askEveryMilliseconds = 300;
/** Who holds the lock says so as often; one of another machine that has not for so long is no more. */
const beatMilliseconds = 5000;
const silentMilliseconds = 60_000;

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

/** Takes away a lock that nobody holds any more; one that somebody else has made meanwhile is put back. */
async function breakLock(lock: string, holder: string): Promise<void> {
  const aside = `${lock}-${newId()}`;
  await rename(lock, aside);
  try {
    if ((await readFile(aside, "utf8")) !== holder) await link(aside, lock);
  } finally {
    await rm(aside, { force: true });
  }
}

async function waitAtLock(lock: string): Promise<void> {
  try {
    const holder = await readFile(lock, "utf8");
    if (await isLeft(lock, holder, silentMilliseconds)) await breakLock(lock, holder);
    else await pause(askEveryMilliseconds);
  } catch {
    // It has gone meanwhile, or another was faster: the next look tells.
    await pause(askEveryMilliseconds);
  }
}

/**
 * Does something that processes with one data folder may each come to do, such as the web and a worker: one after the other.
 * @param lock a file that names who does it; of a process that is no more it holds nobody up
 */
export async function oneAtATime<T>(lock: string, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(lock), { recursive: true });
  const own = await ownerMark();
  while (!(await isTaken(lock, own))) await waitAtLock(lock);
  const beat = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => undefined);
  }, beatMilliseconds);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(lock, { force: true });
  }
}
