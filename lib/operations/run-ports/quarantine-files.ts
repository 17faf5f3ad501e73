import { createReadStream } from "node:fs";
import { stat, unlink } from "node:fs/promises";
import path from "node:path";
import { type DataFolder, makePrivateFolder } from "#lib/config/server";
import type { Database, QuarantineRecord } from "#lib/db/server";
import { AppError, newId } from "#lib/kernel";
import { decryptStream, encryptToFile, newFileKey, unwrapFileKey } from "#lib/keys/server";

export interface QuarantineLimits {
  readonly days: number;
  /** Of all quarantined files together. */
  readonly maxBytes: number;
}

interface Place {
  readonly db: Pick<Database, "quarantines">;
  readonly data: DataFolder;
  readonly masterKey: Uint8Array;
}

const millisecondsPerDay = 86_400_000;
const keyContext = (runId: string, table: string) => `quarantine ${runId} ${table}`;

const removeQuietly = (file: string) => unlink(file).catch(() => {});

/**
 * Encrypts a table's rejected rows under a key of their own and forgets the plain file. Past the cap only the count is kept.
 */
export async function putInQuarantine(
  { db, data, masterKey }: Place,
  limits: QuarantineLimits,
  rejected: { readonly runId: string; readonly table: string; readonly file: string; readonly rows: number },
): Promise<QuarantineRecord> {
  const { runId, table, file, rows } = rejected;
  const earlier = await db.quarantines.get(runId, table);
  const expiresAt = new Date(Date.now() + limits.days * millisecondsPerDay);
  try {
    const used = (await db.quarantines.spaceUsed()) - (earlier?.path === undefined ? 0 : earlier.bytes);
    if (used + (await stat(file)).size > limits.maxBytes) {
      return await db.quarantines.put({ runId, table, rows, bytes: 0, expiresAt });
    }
    const folder = await makePrivateFolder(data.quarantine(runId));
    const name = newId();
    const target = path.join(folder, name);
    const { key, wrapped } = newFileKey(masterKey, keyContext(runId, table));
    try {
      const bytes = await encryptToFile(createReadStream(file), target, key);
      const kept = { path: path.join(runId, name), rows, bytes, wrappedKey: wrapped, expiresAt };
      return await db.quarantines.put({ runId, table, ...kept });
    } catch (error) {
      await removeQuietly(target);
      throw error;
    }
  } finally {
    await removeQuietly(file);
    if (earlier?.path !== undefined) await removeQuietly(path.join(data.quarantineRoot, earlier.path));
  }
}

/**
 * The rejected rows of a run's table, as the bytes of a Parquet file. Whoever calls this has checked the permission and audits it.
 * @throws AppError `not-found` where nothing is kept any more, `ciphertext-invalid`
 */
export async function openQuarantine(
  { db, data, masterKey }: Place,
  runId: string,
  table: string,
): Promise<AsyncIterable<Uint8Array>> {
  const kept = await db.quarantines.get(runId, table);
  if (kept?.path === undefined || kept.wrappedKey === undefined || kept.expiresAt < new Date()) {
    throw new AppError("not-found", { what: "quarantine", name: table });
  }
  const key = unwrapFileKey(masterKey, kept.wrappedKey, keyContext(runId, table));
  return decryptStream(createReadStream(path.join(data.quarantineRoot, kept.path)), key);
}
