import type { Readable } from "node:stream";
import { SaxesParser } from "saxes";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { AppError } from "#lib/kernel";

/** Text of a workbook shrinks about ten times; one that unpacks further than this is a bomb. */
const expansionRatio = 300;
const leastExpansion = 100 << 20;

export interface Archive {
  readonly entries: ReadonlyMap<string, Entry>;
  stream(name: string): Promise<Readable | undefined>;
  close(): void;
}

/** Opens an archive and counts what it would unpack to before anything is unpacked. */
export async function openArchive(path: string, label: string, diskBytes: number): Promise<Archive> {
  let zip: ZipFile;
  try {
    zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
  } catch (cause) {
    throw new AppError("file-archive-broken", { file: label, format: "xlsx" }, { cause });
  }
  const entries = new Map<string, Entry>();
  let packed = 0;
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      entries.set(entry.fileName.replace(/^\//, ""), entry);
      packed += entry.compressedSize;
      unpacked += entry.uncompressedSize;
    }
  } catch (cause) {
    zip.close();
    throw new AppError("file-archive-broken", { file: label, format: "xlsx" }, { cause });
  }
  const limit = Math.min(diskBytes, Math.max(leastExpansion, packed * expansionRatio));
  if (unpacked > limit) {
    zip.close();
    throw new AppError("file-expands", { file: label, limit: `${Math.round(limit / 1e6)} MB` });
  }
  return {
    entries,
    stream: async (name) => {
      const entry = entries.get(name);
      return entry && zip.openReadStreamPromise(entry);
    },
    close: () => zip.close(),
  };
}

export interface XmlEvents {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Reads XML as it comes; declared entities are not known to the parser, and a document type is refused. Awaits `drained` between pieces. */
export async function readXml(
  stream: Readable,
  label: string,
  events: XmlEvents,
  drained: () => Promise<void> | undefined = () => undefined,
): Promise<void> {
  const parser = new SaxesParser({ xmlns: false });
  const broken = (cause?: unknown) =>
    new AppError("file-unreadable", { file: label, format: "XLSX", detail: "XML" }, { cause });
  let failure: unknown;
  parser.on("error", (error) => {
    failure ??= broken(error);
  });
  parser.on("doctype", () => {
    failure ??= broken();
  });
  parser.on("opentag", (tag) => events.open?.(localName(tag.name), tag.attributes));
  parser.on("text", (text) => events.text?.(text));
  parser.on("cdata", (text) => events.text?.(text));
  parser.on("closetag", (tag) => events.close?.(localName(tag.name)));
  const decoder = new TextDecoder("utf-8");
  try {
    for await (const chunk of stream) {
      parser.write(decoder.decode(chunk, { stream: true }));
      if (failure) throw failure;
      await drained();
    }
    parser.write(decoder.decode()).close();
    if (failure) throw failure;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("file-archive-broken", { file: label, format: "xlsx" }, { cause });
  } finally {
    stream.destroy();
  }
}
