import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { link, open, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError, newId, type Text } from "#lib/kernel";
import type { StoreContext } from "../definition.ts";

/** Makes sure that a file, or what a folder says of its files, is on the disk. */
export const sync = async (target: string): Promise<void> => {
  const handle = await open(target, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Copies a file and makes sure that it is on the disk and is the record's. */
export async function copyFile(
  from: string,
  to: string,
  sha256: string,
  store: string,
  signal: AbortSignal,
): Promise<void> {
  const hash = createHash("sha256");
  await pipeline(
    createReadStream(from, { highWaterMark: 1 << 20 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(to, { flags: "wx", mode: 0o644, flush: true }),
    { signal },
  );
  if (sha256 !== "" && hash.digest("hex") !== sha256) {
    throw new AppError("store-failed", { store, detail: "SHA-256" });
  }
}

/** Puts a text in a file's place, whole. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const temporary = `${file}.${newId()}.partial`;
  await writeFile(temporary, text, { flush: true });
  await rename(temporary, file);
  await sync(path.dirname(file));
}

/** What file systems without hard links answer, and those that have no more of them for a file. */
const linksRefused = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"]);
const refusesLinks = (error: unknown): boolean =>
  error instanceof Error && "code" in error && linksRefused.has(String(error.code));

/** A second name for a file's bytes; where that cannot be, a second copy. */
export async function linkOrCopy(
  from: string,
  to: string,
  sha256: string,
  context: StoreContext,
): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!refusesLinks(error)) throw error;
    await copyFile(from, to, sha256, context.store, context.signal);
  }
}

const takesSpaceTwice: Text = {
  en: "This folder takes no hard links, so each version takes its space twice there.",
  ru: "Эта папка не поддерживает жёсткие ссылки, поэтому каждая версия занимает там вдвое больше места.",
};

/** Tries what a run does there: to write, and to show what was written under a second name. */
export async function tryFolder(folder: string): Promise<readonly Text[]> {
  const probe = path.join(folder, `.etlx-${newId()}`);
  try {
    await writeFile(probe, "");
    await link(probe, `${probe}-2`);
    return [];
  } catch (error) {
    if (!existsSync(probe) || !refusesLinks(error)) throw error;
    return [takesSpaceTwice];
  } finally {
    for (const file of [`${probe}-2`, probe]) await rm(file, { force: true });
  }
}
