import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Problem } from "./problem.mjs";

/**
 * Makes the data folder and proves that it can be written.
 * As root PostgreSQL runs as another user, who has to get through to its own folder: he may enter, not list.
 * @param {string} folder
 * @throws {Problem}
 */
export function prepareDataFolder(folder) {
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, "", { mode: 0o600 });
    rmSync(probe);
    const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
    if ((statSync(folder).mode & 0o777) !== mode) chmodSync(folder, mode);
    mkdirSync(path.join(folder, "logs"), { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error.code === "ENOSPC")
      throw new Problem(`No space is left for the data folder ${folder}. Free some.`, 1);
    throw new Problem(
      `The data folder ${folder} cannot be written (${error.code}). Make it writable, or choose another: ETLX_DATA_DIR=/some/folder npm start`,
      2,
    );
  }
}

/**
 * Writes a file that only this user may read, whole or not at all.
 * @param {string} file
 * @param {string} text
 */
export function writeSecret(file, text) {
  const fresh = `${file}.${process.pid}`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, text, { mode: 0o600, flag: "wx" });
  renameSync(fresh, file);
}
