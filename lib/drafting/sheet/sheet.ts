import { z } from "zod";
import { err, ok, type Result, type Text } from "#lib/kernel";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { DraftColumn, DraftModule, DraftTable } from "../read-draft.ts";
import { readCsv, writeCsv } from "./csv.ts";
import { withoutPrivate } from "./private-params.ts";

/** What a sheet says of columns, in this order. */
export const sheetFields = [
  "table",
  "column",
  "from",
  "datatype",
  "class",
  "rule",
  "parameters",
  "description",
] as const;
export type SheetField = (typeof sheetFields)[number];

/** One column of a module, as a line of a sheet: empty where the column does not say it. */
export type SheetLine = Readonly<Partial<Record<SheetField, string>>>;

/** A foreign key to a table of the module takes its form and rule from its parent, and says neither itself. */
export const inForeignKey = (draft: DraftModule, table: DraftTable, column: string): boolean =>
  table.foreignKeys.some(
    ({ columns, parent }) => columns.includes(column) && draft.tables.some(({ name }) => name === parent),
  );

/** The rule that publishes a column, where it says one itself: a primary key's is its strategy. */
export const ownRule = (table: DraftTable, column: DraftColumn): JsonObject | undefined =>
  table.primaryKey.includes(column.name) ? table.strategy?.json : column.anonymize?.json;

/** Parameters as a line has them: JSON text, empty where there are none. */
export const parametersOf = (use: JsonObject | undefined): string => {
  const given = use && withoutPrivate(use).with;
  return isObject(given) && Object.keys(given).length > 0 ? JSON.stringify(given) : "";
};

export function sheetLine(table: DraftTable, column: DraftColumn): Record<SheetField, string> {
  const rule = ownRule(table, column);
  return {
    table: table.name,
    column: column.name,
    from: column.from === column.name ? "" : column.from,
    datatype: column.datatype ?? "",
    class: column.privacyClass ?? "",
    rule: typeof rule?.rule === "string" ? rule.rule : "",
    parameters: parametersOf(rule),
    description: column.description,
  };
}

/** Every column of a module, a line each. Parameters that may hold values of the data are not in it. */
export const sheetOf = (draft: DraftModule): readonly Record<SheetField, string>[] =>
  draft.tables.flatMap((table) => table.columns.map((column) => sheetLine(table, column)));

export const writeSheetCsv = (lines: readonly Record<SheetField, string>[]): string =>
  writeCsv([sheetFields, ...lines.map((line) => sheetFields.map((field) => line[field]))]);

/** The same as JSON: parameters are an object, and what is empty is absent. */
export const writeSheetJson = (lines: readonly Record<SheetField, string>[]): string =>
  `${JSON.stringify(
    lines.map((line) =>
      Object.fromEntries(
        sheetFields.flatMap((field): [string, Json][] =>
          line[field] === ""
            ? []
            : [[field, field === "parameters" ? z.json().parse(JSON.parse(line[field])) : line[field]]],
        ),
      ),
    ),
    null,
    1,
  )}\n`;

const problem = (en: string, ru: string): Text => ({ en, ru });
const noHeader = problem(
  `The first line must name the columns: ${sheetFields.join(", ")}. “table” and “column” are needed.`,
  `Первая строка должна называть столбцы: ${sheetFields.join(", ")}. Нужны «table» и «column».`,
);
const unclosed = problem("A quotation mark is never closed.", "Кавычка не закрыта.");
const noList = problem("This JSON is no list of columns.", "В этом JSON нет списка колонок.");

const jsonLineSchema = z
  .object({
    ...Object.fromEntries(sheetFields.map((field) => [field, z.string()] as const)),
    parameters: z.record(z.string(), z.json()),
  })
  .partial()
  .transform(
    (line): SheetLine =>
      // Of a line in JSON, what is absent is empty: it says of every field that there is nothing.
      Object.fromEntries(
        sheetFields.map((field) => {
          const value = Object.entries(line).find(([key]) => key === field)?.[1];
          return [
            field,
            value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value),
          ];
        }),
      ),
  );

function readJson(text: string): Result<readonly SheetLine[], Text> {
  try {
    const lines = z.array(jsonLineSchema).safeParse(JSON.parse(text));
    return lines.success ? ok(lines.data) : err(noList);
  } catch {
    return err(noList);
  }
}

/** The lines of a sheet, CSV or JSON; a field whose column a CSV does not have is absent from its lines. */
export function readSheet(text: string): Result<readonly SheetLine[], Text> {
  if (/^\uFEFF?\s*[[{]/.test(text)) return readJson(text.replace(/^\uFEFF/, ""));
  const lines = readCsv(text);
  if (!lines) return err(unclosed);
  const header = (lines[0] ?? []).map((cell) =>
    sheetFields.find((field) => field === cell.trim().toLowerCase()),
  );
  if (!header.includes("table") || !header.includes("column")) return err(noHeader);
  return ok(
    lines
      .slice(1)
      .map((cells) =>
        Object.fromEntries(
          header.flatMap((field, at) => (field ? [[field, (cells[at] ?? "").trim()] as const] : [])),
        ),
      ),
  );
}
