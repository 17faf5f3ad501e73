import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { sealText, unsealText } from "#lib/keys/server";
import type { Keys } from "#lib/pipeline/server";

/**
 * How far a folder's version has read its sources. These are values of the source, and a version's folder is handed on: they lie
 * in it sealed, and only a run under the same key goes on from there.
 */

export const watermarksFile = "watermarks.sealed";

const kept = z.array(z.tuple([z.string(), z.string()]));

const keyOf = (keys: Keys): Promise<Uint8Array> => keys.material("command-line", "watermarks of a folder");

/** Sealed for one version: beside another one they are not read. */
export async function sealWatermarks(
  watermarks: ReadonlyMap<string, string>,
  versionId: string,
  keys: Keys,
): Promise<string> {
  const sealed = sealText(await keyOf(keys), JSON.stringify([...watermarks]), versionId);
  return `${Buffer.from(sealed).toString("base64")}\n`;
}

/** Undefined where there are none, or they are another version's or under another key: then everything is read. */
export async function watermarksIn(
  folder: string,
  versionId: string,
  keys: Keys,
): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const sealed = Buffer.from(await readFile(path.join(folder, watermarksFile), "utf8"), "base64");
    return new Map(kept.parse(JSON.parse(unsealText(await keyOf(keys), sealed, versionId))));
  } catch {
    return undefined;
  }
}
