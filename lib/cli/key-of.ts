import path from "node:path";
import { config } from "#lib/config/server";
import { AppError } from "#lib/kernel";
import { createKeyFile, readKeyFile } from "#lib/keys/server";
import type { Terminal } from "./terminal.ts";

const ownKeyFile = (): string => path.join(config().data.root, "command-line.key");

/** The key of a file that was given, or the installation's own where there is one. @throws AppError `file-missing`, `key-invalid` */
export async function knownKey(keyFile: string | undefined): Promise<Uint8Array | undefined> {
  if (keyFile === undefined) return readKeyFile(ownKeyFile());
  const file = path.resolve(keyFile);
  const key = await readKeyFile(file);
  if (key === undefined) throw new AppError("file-missing", { file });
  return key;
}

/** The same; the installation's own is made when first needed. */
export async function keyOf(keyFile: string | undefined, terminal: Terminal): Promise<Uint8Array> {
  const known = await knownKey(keyFile);
  if (known !== undefined) return known;
  const own = ownKeyFile();
  const made = await createKeyFile(own);
  terminal.say(
    `Made the key ${own}. Pseudonyms of later runs join, and values kept for documents open, only under the same key: back it up.`,
  );
  return made;
}
