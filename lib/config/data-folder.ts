import { mkdir } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/kernel";

/** Where everything lies below the data folder. Its names are known here alone (and to the bootstrap, for `postgres`). */
export interface DataFolder {
  readonly root: string;
  /** Files of the embedded PostgreSQL. */
  readonly postgres: string;
  /** Wraps all other keys; 0600, never in a backup of the database. */
  readonly masterKey: string;
  /** Signs sessions; 0600. */
  readonly authSecret: string;
  /** Demo users with their passwords; 0600. */
  readonly demoUsers: string;
  /** The name this worker goes by, so that a retry finds what it had finished. */
  readonly workerId: string;
  /** Files that people put in the browser. */
  readonly uploads: string;
  /** Default place of stores of kind `folder`. */
  readonly stores: string;
  /** Virtual environments of Python scripts, by their packages. */
  readonly python: string;
  /** What is brought here to look at a source, one folder a look. */
  readonly looks: string;
  readonly stagingRoot: string;
  readonly recordRoot: string;
  readonly quarantineRoot: string;
  /** Private to one run. */
  staging(runId: string): string;
  /** Published files, by content. */
  record(sha256: string): string;
  quarantine(runId: string): string;
}

/** Refuses a name that would lead out of its folder: identifiers come from requests. */
function inside(root: string, name: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(name)) throw new TypeError("An identifier may not be a path");
  return path.join(root, name);
}

export function dataFolder(root: string): DataFolder {
  const stagingRoot = path.join(root, "staging");
  const recordRoot = path.join(root, "record");
  const quarantineRoot = path.join(root, "quarantine");
  return {
    root,
    postgres: path.join(root, "postgres"),
    masterKey: path.join(root, "master.key"),
    authSecret: path.join(root, "auth.secret"),
    demoUsers: path.join(root, "demo-users.json"),
    workerId: path.join(root, "worker.id"),
    uploads: path.join(root, "uploads"),
    stores: path.join(root, "stores"),
    python: path.join(root, "python"),
    looks: path.join(root, "looks"),
    stagingRoot,
    recordRoot,
    quarantineRoot,
    staging: (runId) => inside(stagingRoot, runId),
    record: (sha256) => inside(recordRoot, sha256),
    quarantine: (runId) => inside(quarantineRoot, runId),
  };
}

/**
 * Makes a folder that only this user may enter.
 * @throws AppError `folder-read-only`, `disk-full`
 */
export async function makePrivateFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw new AppError(code === "ENOSPC" ? "disk-full" : "folder-read-only", { folder }, { cause: error });
  }
}
