import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { finished } from "node:stream/promises";
import { AppError, newId } from "#lib/kernel";
import type { FileReading } from "#lib/sources";
import { readSharedStrings, readStyles, readWorkbook } from "./parts.ts";
import { eachRow, type SheetContext } from "./sheet-rows.ts";
import { type Archive, openArchive } from "./zip.ts";

/** Whether a file is an archive that is named as a workbook is. */
export async function isWorkbook(file: FileReading): Promise<boolean> {
  if (!/\.xls[xm]$/i.test(file.path) && !/\.xls[xm]$/i.test(file.label)) return false;
  const handle = await open(file.path, "r").catch((cause: unknown) => {
    throw new AppError("file-missing", { file: file.label }, { cause });
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString("latin1") === "PK\u0003\u0004";
  } finally {
    await handle.close();
  }
}

const csvCell = (cell: string | undefined): string =>
  cell === undefined ? "" : `"${cell.replaceAll('"', '""')}"`;

/** The widest row of a sheet: what is wider than its first row is a column as well. */
async function widthOf(archive: Archive, file: string, context: SheetContext): Promise<number> {
  const stream = await archive.stream(file);
  let width = 0;
  if (stream) {
    await eachRow(stream, context, (cells) => {
      width = Math.max(width, cells.length);
    });
  }
  return width;
}

/** Writes a sheet as CSV into the scratch folder, read as it comes: a sheet of any length in bounded memory. Answers the file. */
export async function sheetAsCsv(file: FileReading, scratch: string, diskBytes: number): Promise<string> {
  const { label } = file;
  const archive = await openArchive(file.path, label, diskBytes);
  try {
    const workbook = await readWorkbook(archive, label);
    const sheet =
      file.sheet === undefined ? workbook.sheets[0] : workbook.sheets.find(({ name }) => name === file.sheet);
    if (!sheet) {
      throw new AppError("file-sheet-missing", {
        file: label,
        sheet: file.sheet ?? "1",
        sheets: workbook.sheets.map(({ name }) => name).join(", "),
      });
    }
    const context: SheetContext = {
      label,
      shared: await readSharedStrings(archive, label),
      styles: await readStyles(archive, label),
      is1904: workbook.is1904,
    };
    const width = await widthOf(archive, sheet.file, context);
    if (width === 0) throw new AppError("file-empty", { file: label });
    const target = path.join(scratch, `${newId()}.csv`);
    const stream = await archive.stream(sheet.file);
    if (!stream) throw new AppError("file-empty", { file: label });
    const out = createWriteStream(target, { mode: 0o600, highWaterMark: 1 << 20 });
    let isFull = false;
    await eachRow(
      stream,
      context,
      (cells) => {
        const line = Array.from({ length: width }, (_, at) => csvCell(cells[at])).join(",");
        isFull = !out.write(`${line}\n`) || isFull;
      },
      () => {
        if (!isFull) return undefined;
        isFull = false;
        return new Promise<void>((resolve) => out.once("drain", resolve));
      },
    );
    out.end();
    await finished(out);
    return target;
  } finally {
    archive.close();
  }
}
