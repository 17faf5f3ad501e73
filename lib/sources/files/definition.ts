import { z } from "zod";
import { dataNameSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { SourceDefinition } from "../definition.ts";
import { readingFields } from "../reading-fields.ts";
import { liesInOnePlace, onePlaceMessage, uploadFields } from "../upload-fields.ts";

const fileFields = {
  table: dataNameSchema.meta({
    label: { en: "Table", ru: "Таблица" },
    help: { en: "The name under which scripts read the file.", ru: "Имя, под которым файл читают скрипты." },
  }),
  path: z
    .string()
    .min(1)
    .optional()
    .meta({
      label: { en: "Path on the server", ru: "Путь на сервере" },
      help: {
        en: "A pattern takes all its files as one table: /data/in/orders_*.csv, /data/**/*.parquet.",
        ru: "Шаблон берёт все свои файлы как одну таблицу: /data/in/orders_*.csv, /data/**/*.parquet.",
      },
    }),
  ...uploadFields,
  ...readingFields,
} as const;

export const sourceFileSchema = z
  .strictObject(fileFields)
  .refine(liesInOnePlace, { message: onePlaceMessage });

export const filesConfigSchema = z
  .strictObject({
    files: z
      .array(sourceFileSchema)
      .min(1)
      .max(500)
      .meta({ label: { en: "Files", ru: "Файлы" } }),
  })
  .refine(({ files }) => new Set(files.map((f) => f.table.toLowerCase())).size === files.length, {
    message: "two files have the same table name",
    path: ["files"],
  });
export type FilesConfig = z.infer<typeof filesConfigSchema>;

/** The table name of a file: its name without folders and endings. */
export function tableNameOf(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? "";
  const stem = file
    .replace(/\.(gz|gzip|zst|zstd)$/i, "")
    .replace(/\.(csv|tsv|txt|ndjson|jsonl|json|parquet|xlsx|xlsm)$/i, "");
  const plain = stem
    .replace(/\p{Cc}+/gu, " ")
    .replace(/^__+/, "")
    .trim()
    .slice(0, 120);
  return plain === "" ? "file" : plain;
}

/**
 * Reads the command line's `file:PATH` (several are separated by commas). A relative path is relative to `base`; `join` is
 * the platform's, so that this stays safe in a browser.
 */
export function parseFileSource(
  text: string,
  base: string,
  join: (base: string, path: string) => string,
): FilesConfig {
  const paths = text.startsWith("file:")
    ? text
        .slice("file:".length)
        .split(",")
        .map((p) => p.trim())
        .filter((p) => p !== "")
    : [];
  if (paths.length === 0) throw new AppError("source-address-invalid", { detail: "file:PATH" });
  const result = filesConfigSchema.safeParse({
    files: paths.map((path) => ({ table: tableNameOf(path), path: join(base, path) })),
  });
  if (!result.success) throw new AppError("source-address-invalid", { detail: "file:PATH,…" });
  return result.data;
}

export const filesSource: SourceDefinition<"files", FilesConfig> = {
  id: "files",
  title: { en: "Files", ru: "Файлы" },
  summary: {
    en: "CSV, TSV, JSON, NDJSON, Parquet and Excel, compressed or not; a file is a table, or all files of a pattern are one.",
    ru: "CSV, TSV, JSON, NDJSON, Parquet и Excel, в том числе сжатые; файл — таблица, а все файлы по шаблону — одна.",
  },
  config: filesConfigSchema,
  languages: ["sql", "python"],
  identifierQuote: '"',
  dialect: "duckdb",
};
