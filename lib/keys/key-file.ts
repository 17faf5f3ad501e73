import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, unlink } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/kernel";
import { keyBytes } from "./envelope.ts";

/** A key file holds one line: the product's mark and the key in base64url, so that any other file is refused. */
const mark = "etlx-key-1:";

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);

/**
 * Makes a new key file, mode 0600; never overwrites.
 * @throws AppError `key-exists`, `folder-read-only`
 */
export async function createKeyFile(file: string): Promise<Uint8Array> {
  const key = randomBytes(keyBytes);
  const folder = path.dirname(file);
  const temporary = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // The bundler would take the name for a pattern of files to bring along.
    const handle = await open(/* turbopackIgnore: true */ temporary, "wx", 0o600);
    try {
      await handle.writeFile(`${mark}${key.toString("base64url")}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link, not a rename: of two processes that start together, one key wins and the other is told.
    await link(temporary, file);
    return key;
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") throw new AppError("key-exists", { file }, { cause });
    throw new AppError("folder-read-only", { folder }, { cause });
  } finally {
    await unlink(temporary).catch(() => {});
  }
}

/** @throws AppError `key-invalid`; answers undefined where there is no file */
export async function readKeyFile(file: string): Promise<Uint8Array | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return undefined;
    throw new AppError("key-invalid", { file }, { cause });
  }
  const encoded = text.trimEnd();
  const key = encoded.startsWith(mark) ? Buffer.from(encoded.slice(mark.length), "base64url") : undefined;
  if (key?.length !== keyBytes || `${mark}${key.toString("base64url")}` !== encoded) {
    throw new AppError("key-invalid", { file });
  }
  return key;
}
