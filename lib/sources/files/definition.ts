import { z } from "zod";
import { dataNameSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { SourceDefinition } from "../definition.ts";

const fileFields = {
  table: dataNameSchema.meta({
    label: { en: "Table", ru: "Таблица" },
    help: { en: "The name under which scripts read the file.", ru: "Имя, под которым файл читают скрипты." },
  }),
  path: z
    .string()
    .min(1)
    .optional()
    .meta({ label: { en: "Path on the server", ru: "Путь на сервере" } }),
  upload: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/)
    .optional()
    .meta({ label: { en: "Uploaded file", ru: "Загруженный файл" }, upload: true }),
  /** The name people know an uploaded file by. */
  label: z
    .string()
    .max(255)
    .optional()
    .meta({ label: { en: "File name", ru: "Имя файла" } }),
  format: z
    .enum(["auto", "csv", "tsv", "ndjson", "json", "parquet"])
    .default("auto")
    .meta({ label: { en: "Format", ru: "Формат" } }),
  compression: z
    .enum(["auto", "none", "gzip", "zstd"])
    .default("auto")
    .meta({ label: { en: "Compression", ru: "Сжатие" } }),
  encoding: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]{1,40}$/)
    .default("auto")
    .meta({
      label: { en: "Encoding", ru: "Кодировка" },
      help: {
        en: "auto, utf-8, utf-16le, windows-1251, koi8-r …",
        ru: "auto, utf-8, utf-16le, windows-1251, koi8-r …",
      },
    }),
  delimiter: z
    .string()
    .length(1)
    .optional()
    .meta({ label: { en: "Delimiter", ru: "Разделитель" } }),
  quote: z
    .string()
    .max(1)
    .optional()
    .meta({
      label: { en: "Quote", ru: "Кавычка" },
      help: { en: "Empty: quotes mean nothing.", ru: "Пусто: кавычки ничего не значат." },
    }),
  header: z
    .enum(["auto", "yes", "no"])
    .default("auto")
    .meta({ label: { en: "First line is a header", ru: "Первая строка — заголовок" } }),
} as const;

export const sourceFileSchema = z
  .strictObject(fileFields)
  .refine((file) => (file.path === undefined) !== (file.upload === undefined), {
    message: "either a path or an uploaded file",
  });

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
    .replace(/\.(csv|tsv|txt|ndjson|jsonl|json|parquet)$/i, "");
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
    en: "CSV, TSV, JSON, NDJSON and Parquet, compressed or not; each file is a table.",
    ru: "CSV, TSV, JSON, NDJSON и Parquet, в том числе сжатые; каждый файл — таблица.",
  },
  config: filesConfigSchema,
  languages: ["sql"],
};
