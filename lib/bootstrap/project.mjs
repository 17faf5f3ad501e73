import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Folders of this checkout, and marks of what was already done to it. */

export const projectFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** What the bootstrap knows of a checkout's state; goes away with the packages. */
const stateFolder = path.join(projectFolder, "node_modules", ".etl-express");

/** @param {string[]} parts */
export function inProject(...parts) {
  return path.join(projectFolder, ...parts);
}

/** The Node.js that the packages bring; the one that runs the bootstrap first may be older. */
export const projectNode = inProject("node_modules", ".bin", "node");

/** For `--import` into processes that may not outlive the one that started them. */
export const endWithParent = pathToFileURL(inProject("lib", "bootstrap", "end-with-parent.mjs")).href;

/** @param {NodeJS.ProcessEnv} environment */
export function dataFolderOf(environment = process.env) {
  const folder = environment.ETLX_DATA_DIR;
  return folder === undefined || folder === "" ? inProject(".data") : path.resolve(folder);
}

/**
 * @param {string} step
 * @returns {string | undefined} the hash of the inputs that `step` was last done for
 */
export function doneFor(step) {
  try {
    return readFileSync(path.join(stateFolder, step), "utf8");
  } catch {
    return undefined;
  }
}

/**
 * @param {string} step
 * @param {string} hash
 */
export function markDone(step, hash) {
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(path.join(stateFolder, step), hash);
}

/**
 * SHA-256 over names and contents of files and folders of the project; what does not exist counts as absent.
 * @param {string[]} roots relative to the project
 * @param {(file: string) => boolean} wanted decides by the path relative to the project
 */
export function hashOf(roots, wanted = () => true) {
  const hash = createHash("sha256");
  for (const file of roots
    .flatMap((root) => filesBelow(root))
    .filter(wanted)
    .sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(inProject(file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * @param {string} root relative to the project
 * @returns {string[]}
 */
export function filesBelow(root) {
  let entries;
  try {
    entries = readdirSync(inProject(root), { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOTDIR") return [root];
    if (error.code === "ENOENT") return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    const inner = path.join(root, entry.name);
    if (entry.isDirectory()) return filesBelow(inner);
    return entry.isFile() ? [inner] : [];
  });
}
