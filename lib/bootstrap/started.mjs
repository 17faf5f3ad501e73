import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { writeSecret } from "./data-folder.mjs";
import { Problem } from "./problem.mjs";
import { isSameProcess, thisProcess } from "./process-identity.mjs";

/** One start at a time on a data folder. */

const fileOf = (dataFolder) => path.join(dataFolder, "started.json");

/**
 * @param {string} dataFolder
 * @throws {Problem} where a start is alive on this folder
 */
export function assertNotStarted(dataFolder) {
  const file = fileOf(dataFolder);
  if (!existsSync(file)) return;
  const started = JSON.parse(readFileSync(file, "utf8"));
  if (started.pid === process.pid || started.pid === process.ppid || !isSameProcess(started)) return;
  throw new Problem(
    `ETL-Express already runs on ${dataFolder}, at ${started.address} (process ${started.pid}). Stop that one with Ctrl-C, or choose another data folder and port: ETLX_DATA_DIR=/some/folder PORT=3001 npm start`,
    2,
  );
}

/**
 * @param {string} dataFolder
 * @param {string} address
 */
export function noteStarted(dataFolder, address) {
  writeSecret(fileOf(dataFolder), JSON.stringify({ ...thisProcess(), address }));
}

/** @param {string} dataFolder */
export function forgetStarted(dataFolder) {
  rmSync(fileOf(dataFolder), { force: true });
}
