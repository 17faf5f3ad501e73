import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Problem } from "./problem.mjs";
import { commandLine, ended } from "./process-identity.mjs";

const cleanStop = 30_000;
const hardStop = 10_000;

/**
 * The server that holds a database folder.
 * @param {string} folder
 * @returns {number | undefined} its process; a pid file left by a dead server, or one whose number another program got, is none
 */
export function runningPostmaster(folder) {
  let pid;
  try {
    pid = Number(readFileSync(path.join(folder, "postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return undefined;
  }
  const command = commandLine(pid);
  return command?.includes("postgres") && command.includes(folder) ? pid : undefined;
}

/**
 * @param {string} folder
 * @returns {boolean} whether its server takes connections
 */
export function isReady(folder) {
  const file = path.join(folder, "postmaster.pid");
  return existsSync(file) && readFileSync(file, "utf8").split("\n")[7]?.trim() === "ready";
}

/**
 * Ends a server: by a fast shutdown, else at once (it recovers at the next start).
 * @param {number} pid
 */
export async function stopPostmaster(pid) {
  for (const [signal, patience] of [
    ["SIGINT", cleanStop],
    ["SIGQUIT", hardStop],
    ["SIGKILL", hardStop],
  ]) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (error.code === "ESRCH") return;
      if (error.code === "EPERM") {
        throw new Problem(
          `PostgreSQL still runs on this data folder as another user (process ${pid}). Stop it as that user, or choose another ETLX_DATA_DIR.`,
        );
      }
      throw error;
    }
    if (await ended(pid, patience)) return;
  }
}
