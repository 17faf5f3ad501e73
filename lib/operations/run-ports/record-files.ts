import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, copyFile, link, open, rename, rm, stat, unlink, utimes } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { type DataFolder, makePrivateFolder } from "#lib/config/server";
import { AppError, newId } from "#lib/kernel";
import type { StoredFile } from "#lib/pipeline";

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}

async function sync(place: string): Promise<void> {
  const handle = await open(place, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Where the record has a disk of its own: nobody sees the file under its hash before all of it is there. */
async function copyInto(folder: string, file: string, target: string): Promise<void> {
  const part = path.join(folder, `part-${newId()}`);
  try {
    await copyFile(file, part);
    await chmod(part, 0o600);
    await sync(part);
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await sync(folder);
  await rm(file, { force: true });
}

/** False where what was there has just been taken aside by a sweep: the next try puts it anew. */
async function linkOrTouch(file: string, target: string, size: number): Promise<boolean> {
  try {
    await link(file, target);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  try {
    // Of another size it can only be what a failing disk left: the good copy replaces it.
    if ((await stat(target)).size === size) await utimes(target, new Date(), new Date());
    else await rename(file, target);
    return true;
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    return false;
  }
}

/**
 * Moves a finished file into the record under its content's hash, write-once; on the disk when this returns. A file that is there
 * already is touched, so that a sweep sees that it is wanted again.
 * @throws AppError `disk-full`, `folder-read-only`
 */
export async function keepInRecord(data: DataFolder, file: string): Promise<StoredFile> {
  const folder = await makePrivateFolder(data.recordRoot);
  try {
    const sha256 = await sha256Of(file);
    const { size } = await stat(file);
    const target = data.record(sha256);
    await chmod(file, 0o600);
    await sync(file);
    let isThere = false;
    while (!isThere) {
      try {
        isThere = await linkOrTouch(file, target, size);
      } catch (error) {
        if (codeOf(error) !== "EXDEV") throw error;
        await copyInto(folder, file, target);
        return { sha256, bytes: size, path: target };
      }
    }
    await unlink(file).catch((error: unknown) => {
      if (codeOf(error) !== "ENOENT") throw error;
    });
    await sync(folder);
    return { sha256, bytes: size, path: target };
  } catch (cause) {
    if (codeOf(cause) === "ENOSPC") throw new AppError("disk-full", { folder }, { cause });
    if (codeOf(cause) === "EACCES" || codeOf(cause) === "EROFS") {
      throw new AppError("folder-read-only", { folder }, { cause });
    }
    throw cause;
  }
}

/** Whether the record still holds a file whole. */
export async function isInRecord(
  data: DataFolder,
  file: { readonly sha256: string; readonly bytes: number },
): Promise<boolean> {
  try {
    return (await stat(data.record(file.sha256))).size === file.bytes;
  } catch {
    return false;
  }
}

/** How often a file is looked for that a sweep may be putting back at this moment, and the pause in between. */
const looks = 4;
const pauseMs = 50;

/** Whether the record still holds a file whole that a version is about to promise: from now on a sweep sees that it is wanted, and leaves it. */
export async function claimInRecord(
  data: DataFolder,
  file: { readonly sha256: string; readonly bytes: number },
): Promise<boolean> {
  for (let look = 1; ; look += 1) {
    try {
      const now = new Date();
      await utimes(data.record(file.sha256), now, now);
      return await isInRecord(data, file);
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
      if (look === looks) return false;
      await setTimeout(pauseMs);
    }
  }
}
