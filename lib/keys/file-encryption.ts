import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { AppError } from "#lib/kernel";
import { keyBytes, seal, unseal } from "./envelope.ts";
import { hkdfSha256 } from "./material.ts";

/**
 * Files in AES-256-GCM chunks, as age's STREAM does it: constant memory, and a file that was cut, reordered or joined is refused.
 * Layout: mark ‖ salt ‖ chunks of 64 KiB + tag; the nonce is the chunk's number and whether it is the last.
 */

const mark = Buffer.from("etlx-file-1\n");
const saltBytes = 16;
const tagBytes = 16;
const chunkBytes = 65_536;
const nonceBytes = 12;

/** A key for one file, and the same key wrapped by the master key to be kept beside the file's record. */
export function newFileKey(masterKey: Uint8Array, context: string): { key: Uint8Array; wrapped: Uint8Array } {
  const key = randomBytes(keyBytes);
  return { key, wrapped: seal(masterKey, key, `file-key ${context}`) };
}

/** @throws AppError `ciphertext-invalid` */
export function unwrapFileKey(masterKey: Uint8Array, wrapped: Uint8Array, context: string): Uint8Array {
  return unseal(masterKey, wrapped, `file-key ${context}`);
}

const chunkKey = (key: Uint8Array, salt: Uint8Array) => hkdfSha256(key, salt, "etlx/1/file", keyBytes);

function chunkNonce(index: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(nonceBytes);
  nonce.writeUIntBE(index, 5, 6);
  nonce[nonceBytes - 1] = last ? 1 : 0;
  return nonce;
}

function encryptChunk(key: Uint8Array, plain: Uint8Array, index: number, last: boolean): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, chunkNonce(index, last));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decryptChunk(key: Uint8Array, sealed: Uint8Array, index: number, last: boolean): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, chunkNonce(index, last));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagBytes)), decipher.final()]);
}

/** Pieces of exactly `size` bytes, each with whether it is the last; the last may be shorter, or empty where nothing came. */
async function* pieces(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ bytes: Uint8Array; last: boolean }> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of source) {
    waiting.push(bytes);
    length += bytes.length;
    if (length <= size) continue;
    let joined: Uint8Array = Buffer.concat(waiting);
    // One piece stays back until it is known that it is not the last.
    while (joined.length > size) {
      yield { bytes: joined.subarray(0, size), last: false };
      joined = joined.subarray(size);
    }
    waiting = [joined];
    length = joined.length;
  }
  yield { bytes: Buffer.concat(waiting), last: true };
}

/** Encrypts a stream into a new file, mode 0600; answers its size in bytes. The caller removes it where this throws. */
export async function encryptToFile(
  plain: AsyncIterable<Uint8Array>,
  file: string,
  key: Uint8Array,
): Promise<number> {
  const salt = randomBytes(saltBytes);
  const derived = chunkKey(key, salt);
  const handle = await open(file, "wx", 0o600);
  try {
    let written = (await handle.write(Buffer.concat([mark, salt]))).bytesWritten;
    let index = 0;
    for await (const { bytes, last } of pieces(plain, chunkBytes)) {
      const sealed = encryptChunk(derived, bytes, index, last);
      await handle.writeFile(sealed);
      written += sealed.length;
      index += 1;
    }
    await handle.sync();
    return written;
  } finally {
    await handle.close();
  }
}

/** The plain bytes of an encrypted file. Nothing of a chunk is given out before it is authenticated. */
export async function* decryptStream(
  encrypted: Readable | AsyncIterable<Uint8Array>,
  key: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const refused = (cause?: unknown) => new AppError("ciphertext-invalid", { what: "file" }, { cause });
  const source = encrypted[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let head: Buffer = Buffer.alloc(0);
  while (head.length < mark.length + saltBytes) {
    const next = await source.next();
    if (next.done === true) throw refused();
    head = Buffer.concat([head, next.value]);
  }
  if (!head.subarray(0, mark.length).equals(mark)) throw refused();
  const derived = chunkKey(key, head.subarray(mark.length, mark.length + saltBytes));
  const rest = head.subarray(mark.length + saltBytes);
  const body = {
    async *[Symbol.asyncIterator]() {
      yield rest;
      for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
    },
  };
  let index = 0;
  for await (const { bytes, last } of pieces(body, chunkBytes + tagBytes)) {
    if (bytes.length < tagBytes) throw refused();
    let plain: Buffer;
    try {
      plain = decryptChunk(derived, bytes, index, last);
    } catch (cause) {
      throw refused(cause);
    }
    index += 1;
    yield plain;
  }
}
