import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Tells a process from a later one that got the same number. */

/**
 * @param {number} pid
 * @returns {string | undefined} when the process was started, in the system's own units; undefined where there is none
 */
export function processIdentity(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform !== "linux") return ps(pid, "lstart=");
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold spaces and brackets; state is the first field after it, the start time the twentieth.
    const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/**
 * @param {number} pid
 * @returns {string | undefined}
 */
export function commandLine(pid) {
  if (process.platform !== "linux") return ps(pid, "command=");
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return undefined;
  }
}

function ps(pid, column) {
  try {
    const text = execFileSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8" }).trim();
    return text === "" ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * @param {{ pid: number, identity: string | undefined }} known
 * @returns {boolean}
 */
export function isSameProcess(known) {
  return known.identity !== undefined && processIdentity(known.pid) === known.identity;
}

/** This process, to be found again by others. */
export function thisProcess() {
  return { pid: process.pid, identity: processIdentity(process.pid) };
}

/**
 * @param {number} pid
 * @param {number} milliseconds
 * @returns {Promise<boolean>} whether it ended in time
 */
export async function ended(pid, milliseconds) {
  const identity = processIdentity(pid);
  const until = Date.now() + milliseconds;
  while (identity !== undefined && processIdentity(pid) === identity) {
    if (Date.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}
