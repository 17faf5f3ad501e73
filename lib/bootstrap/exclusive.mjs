import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Problem } from "./problem.mjs";
import { isSameProcess, thisProcess } from "./process-identity.mjs";

const patience = 60_000;

/**
 * Runs `work` while no other process does, by a folder that only one can make. One left by a killed process is taken over.
 * @template T
 * @param {string} lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function exclusively(lock, work) {
  const until = Date.now() + patience;
  while (!take(lock)) {
    if (Date.now() > until) {
      throw new Problem(`Another process holds ${lock}. If none is running, remove that folder.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function take(lock) {
  const holder = path.join(lock, "holder.json");
  try {
    mkdirSync(lock);
    writeFileSync(holder, JSON.stringify(thisProcess()));
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  try {
    if (!isSameProcess(JSON.parse(readFileSync(holder, "utf8"))))
      rmSync(lock, { recursive: true, force: true });
  } catch {
    // Taken a moment ago and not yet signed, or released meanwhile: look again.
  }
  return false;
}
