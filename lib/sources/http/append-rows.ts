import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";

const newline = 10;
const quote = 34;
const isBlank = (byte: number): boolean => byte === newline || byte === 13 || byte === 32 || byte === 9;

/** The longest header of a CSV answer. */
const mostHeaderBytes = 1 << 20;

export interface Appended {
  readonly rows: number;
  /** Of CSV: its first record. */
  readonly header: string;
}

/**
 * Appends the rows of a page to a file of rows. Of CSV only the first page's header is taken; a line break inside of quotes
 * ends no row. `undefined`: the header is not the one that is expected.
 */
export async function appendRows(
  page: string,
  target: FileHandle,
  format: "csv" | "ndjson",
  expectedHeader: string | undefined,
): Promise<Appended | undefined> {
  let isInHeader = format === "csv";
  let header: Buffer = Buffer.alloc(0);
  let isQuoted = false;
  let hasContent = false;
  let rows = 0;
  let last = newline;
  const endRow = () => {
    if (hasContent) rows++;
    hasContent = false;
  };
  for await (const chunk of createReadStream(page, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (format === "csv" && byte === quote) isQuoted = !isQuoted;
      if (byte === newline && !isQuoted) {
        if (isInHeader) {
          header = Buffer.concat([header, chunk.subarray(from, at + 1)]);
          from = at + 1;
          isInHeader = false;
          if (expectedHeader === undefined) await target.appendFile(header);
          else if (plain(header) !== expectedHeader) return undefined;
        } else endRow();
      } else if (!isInHeader && !isBlank(byte)) hasContent = true;
    }
    if (isInHeader) {
      header = Buffer.concat([header, chunk.subarray(from)]);
      if (header.length > mostHeaderBytes) return undefined;
    } else if (from < chunk.length) {
      await target.appendFile(chunk.subarray(from));
      last = chunk[chunk.length - 1] ?? newline;
    }
  }
  endRow();
  if (last !== newline) await target.appendFile("\n");
  if (!isInHeader) return { rows, header: plain(header) };
  // A header without an end, or an answer with nothing at all.
  if (expectedHeader === undefined && header.length > 0) await target.appendFile(`${plain(header)}\n`);
  const isExpected = expectedHeader === undefined || header.length === 0 || plain(header) === expectedHeader;
  return isExpected ? { rows: 0, header: plain(header) } : undefined;
}

const plain = (header: Buffer): string =>
  header
    .toString("latin1")
    .replace(/^\xEF\xBB\xBF/, "")
    .trimEnd();
