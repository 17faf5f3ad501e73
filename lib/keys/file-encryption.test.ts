import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decryptStream, encryptToFile, newFileKey, unwrapFileKey } from "./file-encryption.ts";

const refused = expect.objectContaining({ code: "ciphertext-invalid" });
const masterKey = randomBytes(32);
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-keys-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** As a disk gives them: pieces whose size has nothing to do with the chunks of the format. */
function* inPieces(plain: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < plain.length; at += size) yield plain.subarray(at, at + size);
}

test("files of every size around a chunk's come back, mode 0600", async () => {
  const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000];
  for (const size of sizes) {
    const plain = randomBytes(size);
    const file = path.join(folder, `size-${size}`);
    const { key, wrapped } = newFileKey(masterKey, "run table");
    const bytes = await encryptToFile(Readable.from(inPieces(plain, 10_007)), file, key);
    const seen = await stat(file);
    expect(seen.size).toBe(bytes);
    expect(seen.mode & 0o777).toBe(0o600);
    const unwrapped = unwrapFileKey(masterKey, wrapped, "run table");
    expect((await collect(decryptStream(createReadStream(file), unwrapped))).equals(plain)).toBe(true);
    const small = createReadStream(file, { highWaterMark: 7_919 });
    expect((await collect(decryptStream(small, unwrapped))).equals(plain)).toBe(true);
  }
  expect(sizes).toHaveLength(7);
});

test("a file that was cut, changed, reordered or is somebody else's is refused", async () => {
  const plain = randomBytes(150_000);
  const file = path.join(folder, "whole");
  const { key, wrapped } = newFileKey(masterKey, "run table");
  await encryptToFile(Readable.from([plain]), file, key);
  const whole = await readFile(file);
  expect(whole.includes(plain.subarray(0, 64))).toBe(false);
  const sealedChunk = 65_536 + 16;
  const head = whole.length - 150_000 - 3 * 16;
  const firstTwo = whole.subarray(0, head + 2 * sealedChunk);
  const swapped = Buffer.concat([
    whole.subarray(0, head),
    whole.subarray(head + sealedChunk, head + 2 * sealedChunk),
    whole.subarray(head, head + sealedChunk),
    whole.subarray(head + 2 * sealedChunk),
  ]);
  const flipped = Buffer.from(whole);
  flipped[head + 5] = (flipped[head + 5] ?? 0) ^ 1;
  const broken = [firstTwo, swapped, flipped, whole.subarray(0, -1), whole.subarray(0, 10), Buffer.alloc(0)];
  for (const bytes of broken) {
    const copy = path.join(folder, "broken");
    await writeFile(copy, bytes);
    await expect(collect(decryptStream(createReadStream(copy), key))).rejects.toThrow(refused);
  }
  expect(broken).toHaveLength(6);
  await expect(collect(decryptStream(createReadStream(file), randomBytes(32)))).rejects.toThrow(refused);
  expect(() => unwrapFileKey(masterKey, wrapped, "run other")).toThrow(refused);
});
