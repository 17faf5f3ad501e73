import { z } from "zod";

/** The column types of a module. `decimal` has precision and scale, `timestamp(tz)` is an instant. */
export const columnTypeNames = [
  "string",
  "integer",
  "decimal",
  "float",
  "boolean",
  "date",
  "time",
  "timestamp",
  "timestamp(tz)",
  "uuid",
  "json",
  "binary",
] as const;
export type ColumnTypeName = (typeof columnTypeNames)[number];

export type ColumnType =
  | { readonly name: Exclude<ColumnTypeName, "decimal"> }
  | { readonly name: "decimal"; readonly precision: number; readonly scale: number };

const decimalPattern = /^decimal\((\d{1,2}),(\d{1,2})\)$/;

/** Reads `integer`, `decimal(12,2)` … as the document writes them; undefined where it is none. Precision is 1–38. */
export function parseColumnType(text: string): ColumnType | undefined {
  const decimal = decimalPattern.exec(text);
  if (decimal) {
    const precision = Number(decimal[1]);
    const scale = Number(decimal[2]);
    return precision >= 1 && precision <= 38 && scale <= precision
      ? { name: "decimal", precision, scale }
      : undefined;
  }
  const name = columnTypeNames.find((known) => known === text && known !== "decimal");
  return name === undefined || name === "decimal" ? undefined : { name };
}

export const formatColumnType = (type: ColumnType): string =>
  type.name === "decimal" ? `decimal(${type.precision},${type.scale})` : type.name;

/** A column type as text, in a document or a manifest. */
export const columnTypeSchema = z
  .string()
  .refine((text) => parseColumnType(text) !== undefined, { message: "not a column type" })
  .meta({ examples: ["string", "integer", "decimal(12,2)", "date", "timestamp(tz)"] });
