import { constants } from "node:fs";
import { copyFile, open, stat } from "node:fs/promises";
import path from "node:path";
import { AppError, newId } from "#lib/kernel";
import type { DatabaseFile } from "../definition.ts";

/**
 * A SQLite file as it stands: SQLite would write beside it (locks, logs, a rollback), and nothing is ever written to a source.
 * So a file is read without locks and looked at for changes; one with a log of late writes (WAL) is copied with it.
 */
export interface SettledDatabase {
  readonly file: DatabaseFile;
  /** What was read, for the version's provenance. */
  readonly contents: readonly string[];
  /** Throws `file-changed` where the file is not what it was. */
  assertUnchanged(): Promise<void>;
}

const logOf = (file: string): string => `${file}-wal`;
const journalOf = (file: string): string => `${file}-journal`;

/** Size and time of the database and of its log. */
async function stampOf(file: string): Promise<string> {
  const stamps = [file, logOf(file), journalOf(file)].map(async (part) => {
    const facts = await stat(part, { bigint: true }).catch(() => undefined);
    return facts ? `${facts.ino}/${facts.size}/${facts.mtimeNs}` : "none";
  });
  return (await Promise.all(stamps)).join(" ");
}

/** Whether a rollback journal lies beside it that is in use: one that is done with is empty or begins with zeroes. */
async function isInTransaction(file: string): Promise<boolean> {
  const handle = await open(journalOf(file), "r").catch(() => undefined);
  if (!handle) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead).some((byte) => byte !== 0);
  } finally {
    await handle.close();
  }
}

/** @throws AppError `database-unfinished`, `file-changed` */
export async function settledDatabase(
  place: string,
  label: string,
  folder: string,
): Promise<SettledDatabase> {
  const before = await stampOf(place);
  const assertUnchanged = async () => {
    if ((await stampOf(place)) !== before) throw new AppError("file-changed", { file: label });
  };
  if (await isInTransaction(place)) throw new AppError("database-unfinished", { file: label });
  const log = await stat(logOf(place)).catch(() => undefined);
  if (!log || log.size === 0)
    return { file: { label, path: place, isCopy: false }, contents: [place], assertUnchanged };
  const copy = path.join(folder, `${newId()}.sqlite`);
  await copyFile(place, copy, constants.COPYFILE_FICLONE);
  await copyFile(logOf(place), logOf(copy), constants.COPYFILE_FICLONE);
  await assertUnchanged();
  return {
    file: { label, path: copy, isCopy: true },
    contents: [copy, logOf(copy)],
    // What happens to the original later is of no matter.
    assertUnchanged: async () => undefined,
  };
}
