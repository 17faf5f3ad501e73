import { isUtf8 } from "node:buffer";
import { createReadStream, createWriteStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { AppError, newId } from "#lib/kernel";
import type { FileReading } from "#lib/sources";
import { byteOrderMark, guessEncoding, isKnownEncoding, wholeUtf8 } from "./file-encoding.ts";

/**
 * Brings a file into the one form that the engine reads safely: not compressed, valid UTF-8, no byte order mark. The engine's
 * own reader fails inside on broken UTF-8, so every text is checked here first, whole; memory stays bounded.
 */

export interface PlainFile {
  readonly path: string;
  readonly compression: "none" | "gzip" | "zstd";
  readonly encoding: string;
  /** The beginning of the text, for detection. */
  readonly sample: string;
  readonly bytes: number;
}

const sampleBytes = 1 << 20;
/** Text data shrinks 5–50 times; a file that unpacks further than this is a bomb. */
const expansionRatio = 300;
const leastExpansion = 100 << 20;

const magic = { gzip: [0x1f, 0x8b], zstd: [0x28, 0xb5, 0x2f, 0xfd] } as const;
const startsWith = (bytes: Buffer, prefix: readonly number[]) => prefix.every((b, i) => bytes[i] === b);

async function headOf(file: FileReading): Promise<Buffer> {
  const handle = await open(file.path, "r").catch((cause: unknown) => {
    throw new AppError("file-missing", { file: file.label }, { cause });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export async function compressionOf(file: FileReading): Promise<"none" | "gzip" | "zstd"> {
  if (file.compression !== "auto") return file.compression;
  const head = await headOf(file);
  if (head.length === 0) throw new AppError("file-empty", { file: file.label });
  return startsWith(head, magic.gzip) ? "gzip" : startsWith(head, magic.zstd) ? "zstd" : "none";
}

export async function isParquet(file: FileReading): Promise<boolean> {
  return (await headOf(file)).subarray(0, 4).toString("latin1") === "PAR1";
}

/** A line longer than the engine's reader holds is dropped at a file's end without a word: longer ones are refused here. */
export const mostLineBytes = 32 << 20;

const newlines = (bytes: Buffer): number => {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
  return count;
};

/** Counts lines up to the first byte that is no UTF-8. */
function invalidAt(bytes: Buffer): number {
  let start = 0;
  for (let end = bytes.indexOf(10); ; end = bytes.indexOf(10, start)) {
    const line = bytes.subarray(start, end === -1 ? bytes.length : end + 1);
    if (!isUtf8(line) || end === -1) return newlines(bytes.subarray(0, start));
    start = end + 1;
  }
}

/** Checks a stream of UTF-8 in passing. */
class TextCheck {
  private readonly label: string;
  private readonly encoding: string;
  private carry: Buffer = Buffer.alloc(0);
  private lines = 0;
  /** Bytes since the last line break. */
  private open = 0;
  bytes = 0;
  constructor(label: string, encoding: string) {
    this.label = label;
    this.encoding = encoding;
  }
  take(chunk: Buffer): void {
    this.bytes += chunk.length;
    const all = this.carry.length > 0 ? Buffer.concat([this.carry, chunk]) : chunk;
    const whole = wholeUtf8(all);
    this.check(whole);
    this.measure(whole);
    this.lines += newlines(whole);
    this.carry = Buffer.from(all.subarray(whole.length));
  }
  end(): void {
    this.check(this.carry);
    if (this.bytes === 0) throw new AppError("file-empty", { file: this.label });
  }
  private measure(bytes: Buffer): void {
    const first = bytes.indexOf(10);
    if (this.open + (first === -1 ? bytes.length : first) > mostLineBytes) {
      const line = this.lines + 1;
      throw new AppError(
        "file-cell-too-large",
        { file: this.label, line, limit: "32 MB" },
        { place: { line } },
      );
    }
    this.open = first === -1 ? this.open + bytes.length : bytes.length - 1 - bytes.lastIndexOf(10);
  }
  private check(bytes: Buffer): void {
    const zero = bytes.indexOf(0);
    if (zero !== -1) {
      const line = this.lines + newlines(bytes.subarray(0, zero)) + 1;
      throw new AppError("file-binary", { file: this.label, line }, { place: { line } });
    }
    if (!isUtf8(bytes)) {
      const line = this.lines + invalidAt(bytes) + 1;
      throw new AppError(
        "file-encoding-invalid",
        { file: this.label, line, encoding: this.encoding },
        { place: { line } },
      );
    }
  }
}

/** Answers the file itself where it is plain UTF-8 already, else a copy in the scratch folder. */
export async function plainFile(file: FileReading, scratch: string, diskBytes: number): Promise<PlainFile> {
  const { size } = await stat(file.path).catch((cause: unknown) => {
    throw new AppError("file-missing", { file: file.label }, { cause });
  });
  if (size === 0) throw new AppError("file-empty", { file: file.label });
  const compression = await compressionOf(file);
  const limit = Math.min(diskBytes, Math.max(leastExpansion, size * expansionRatio));

  async function* bytes(): AsyncGenerator<Buffer> {
    const raw = createReadStream(file.path, { highWaterMark: 1 << 20 });
    const unpacked =
      compression === "gzip"
        ? raw.pipe(createGunzip())
        : compression === "zstd"
          ? raw.pipe(createZstdDecompress())
          : raw;
    let total = 0;
    try {
      for await (const chunk of unpacked) {
        total += chunk.length;
        if (compression !== "none" && total > limit) {
          throw new AppError("file-expands", { file: file.label, limit: `${Math.round(limit / 1e6)} MB` });
        }
        yield chunk;
      }
    } catch (cause) {
      if (cause instanceof AppError || compression === "none") throw cause;
      throw new AppError("file-archive-broken", { file: file.label, format: compression }, { cause });
    } finally {
      raw.destroy();
    }
  }

  const head: Buffer[] = [];
  let held = 0;
  for await (const chunk of bytes()) {
    head.push(chunk);
    held += chunk.length;
    if (held >= sampleBytes) break;
  }
  const beginning = Buffer.concat(head).subarray(0, sampleBytes);
  const mark = byteOrderMark(beginning);
  const encoding = file.encoding === "auto" ? guessEncoding(beginning) : file.encoding.toLowerCase();
  if (!isKnownEncoding(encoding)) {
    throw new AppError("file-encoding-invalid", { file: file.label, line: 1, encoding });
  }
  const isText8 = encoding === "utf-8" || encoding === "utf8";
  const check = new TextCheck(file.label, encoding);
  const decoder = new TextDecoder(encoding, { fatal: false });
  const sample = new TextDecoder(encoding).decode(beginning);

  async function* checked(): AsyncGenerator<Buffer> {
    let skip = isText8 ? (mark?.length ?? 0) : 0;
    for await (const chunk of bytes()) {
      const cut = chunk.subarray(skip);
      skip = Math.max(0, skip - chunk.length);
      const text = isText8 ? cut : Buffer.from(decoder.decode(cut, { stream: true }));
      check.take(text);
      yield text;
    }
    if (!isText8) {
      const rest = Buffer.from(decoder.decode());
      check.take(rest);
      yield rest;
    }
    check.end();
  }

  if (isText8 && compression === "none" && !mark) {
    for await (const _ of checked()) {
      // Only the check matters: the engine reads the file itself.
    }
    return { path: file.path, compression, encoding: "utf-8", sample, bytes: check.bytes };
  }
  const copy = path.join(scratch, `${newId()}.txt`);
  await pipeline(checked, createWriteStream(copy, { mode: 0o600 }));
  return { path: copy, compression, encoding: isText8 ? "utf-8" : encoding, sample, bytes: check.bytes };
}
