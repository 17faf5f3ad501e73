import path from "node:path";
import { AppError } from "#lib/kernel";
import { type Archive, readXml } from "./zip.ts";

/** Texts that a workbook shares are held in memory: more than this is refused, not swapped. */
const mostSharedBytes = 256 << 20;

export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly file: string }[];
  /** Whether days count from 1904, as old Macintosh workbooks do. */
  readonly is1904: boolean;
}

async function read(
  archive: Archive,
  name: string,
  label: string,
  events: Parameters<typeof readXml>[2],
): Promise<boolean> {
  const stream = await archive.stream(name);
  if (!stream) return false;
  await readXml(stream, label, events);
  return true;
}

/** The sheets of a workbook in their order, with their files (ECMA-376 part 1, 18.2). */
export async function readWorkbook(archive: Archive, label: string): Promise<Workbook> {
  const targets = new Map<string, string>();
  await read(archive, "xl/_rels/workbook.xml.rels", label, {
    open: (name, { Id, Target }) => {
      if (name === "Relationship" && Id !== undefined && Target !== undefined) targets.set(Id, Target);
    },
  });
  const sheets: { name: string; file: string }[] = [];
  let is1904 = false;
  const isThere = await read(archive, "xl/workbook.xml", label, {
    open: (name, attributes) => {
      if (name === "workbookPr") is1904 = ["1", "true"].includes(attributes.date1904 ?? "");
      if (name !== "sheet") return;
      const target = targets.get(attributes["r:id"] ?? "") ?? "";
      const file = target.startsWith("/") ? target.slice(1) : path.posix.join("xl", target);
      sheets.push({ name: attributes.name ?? "", file });
    },
  });
  if (!isThere || sheets.length === 0) {
    throw new AppError("file-unreadable", { file: label, format: "XLSX", detail: "workbook.xml" });
  }
  return { sheets, is1904 };
}

/** Texts by their number; phonetic hints are no part of them. */
export async function readSharedStrings(archive: Archive, label: string): Promise<readonly string[]> {
  const texts: string[] = [];
  let current = "";
  let isText = false;
  let isHint = false;
  let bytes = 0;
  await read(archive, "xl/sharedStrings.xml", label, {
    open: (name) => {
      if (name === "si") current = "";
      else if (name === "rPh") isHint = true;
      else if (name === "t") isText = !isHint;
    },
    text: (text) => {
      if (isText) current += text;
    },
    close: (name) => {
      if (name === "t") isText = false;
      else if (name === "rPh") isHint = false;
      else if (name === "si") {
        bytes += current.length * 2;
        if (bytes > mostSharedBytes) {
          throw new AppError("file-expands", { file: label, limit: `${mostSharedBytes >> 20} MB` });
        }
        texts.push(unescaped(current));
      }
    },
  });
  return texts;
}

/** Characters that XML cannot hold stand as `_x000D_` (ECMA-376 part 1, 22.4.2.4). */
export const unescaped = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

export type NumberKind = "number" | "date" | "timestamp" | "time";

/** Built-in formats that show dates (ECMA-376 part 1, 18.8.30). */
const builtIn: Readonly<Record<number, NumberKind>> = {
  14: "date",
  15: "date",
  16: "date",
  17: "date",
  18: "time",
  19: "time",
  20: "time",
  21: "time",
  22: "timestamp",
  45: "time",
  46: "number",
  47: "time",
};

/** What a number format shows: quoted texts, colours and conditions say nothing about it. */
export function kindOfFormat(code: string): NumberKind {
  const plain = code
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .split(";")[0]
    ?.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  if (plain === undefined || /\[[hms]+\]/i.test(plain) || /general/i.test(plain)) return "number";
  const hasDay = /[dyгд]/i.test(plain) || /(?:^|[^hsчс:])\s*m{3,}/i.test(plain);
  const hasTime = /[hs]/i.test(plain);
  if (hasDay && hasTime) return "timestamp";
  return hasDay ? "date" : hasTime ? "time" : "number";
}

/** What each style of the cells shows numbers as. */
export async function readStyles(archive: Archive, label: string): Promise<readonly NumberKind[]> {
  const formats = new Map<number, NumberKind>();
  const kinds: NumberKind[] = [];
  let isCellFormats = false;
  await read(archive, "xl/styles.xml", label, {
    open: (name, attributes) => {
      if (name === "numFmt")
        formats.set(Number(attributes.numFmtId), kindOfFormat(attributes.formatCode ?? ""));
      else if (name === "cellXfs") isCellFormats = true;
      else if (name === "xf" && isCellFormats) {
        const id = Number(attributes.numFmtId ?? 0);
        kinds.push(formats.get(id) ?? builtIn[id] ?? "number");
      }
    },
    close: (name) => {
      if (name === "cellXfs") isCellFormats = false;
    },
  });
  return kinds;
}
