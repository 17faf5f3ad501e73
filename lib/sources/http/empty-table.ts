import { writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError, newId } from "#lib/kernel";
import { parseSelect } from "#lib/sql";
import type { FileReading } from "../definition.ts";
import { httpSource } from "./definition.ts";

interface Asked {
  readonly script: string;
  /** What the document reads of all that the script gives. */
  readonly named: readonly string[];
}

/** The columns that one SELECT of a table reads; none where that cannot be told. */
function columnsRead({ script, named }: Asked, table: string): readonly string[] {
  const select = parseSelect(script, httpSource.dialect);
  if (!select || select.hasMore || select.tables.length !== 1) return [];
  if (select.tables[0]?.name.toLowerCase() !== table.toLowerCase()) return [];
  const names: string[] = [];
  for (const item of select.items) {
    if (item.kind === "star") names.push(...named);
    else names.push(...(item.kind === "column" ? [item.reads] : item.reads).map(({ column }) => column));
  }
  // A word of the condition that is no column's does no harm as one more.
  for (const { kind, text } of select.where?.words ?? [])
    if (kind === "word" || kind === "quoted") names.push(text);
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}

const cell = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * A list without records as a table without rows. An API names its columns in its records alone: those count that the script
 * or the document names. @throws AppError `api-no-records` where they name none
 */
export async function emptyTable(
  table: string,
  asked: Asked,
  { folder, source }: { readonly folder: string; readonly source: string },
): Promise<FileReading> {
  const columns = columnsRead(asked, table);
  if (columns.length === 0) throw new AppError("api-no-records", { source, table }, { place: { table } });
  const file = path.join(folder, `${newId()}.rows`);
  await writeFile(file, `${columns.map(cell).join(",")}\n`, { mode: 0o600 });
  return {
    table,
    label: table,
    path: file,
    format: "csv",
    compression: "none",
    encoding: "utf-8",
    delimiter: ",",
    header: "yes",
  };
}
