import { z } from "zod";
import type { FileReading } from "./definition.ts";

/** Formats that are text with a sign between the fields. */
const delimited = { field: "format", is: ["auto", "csv", "tsv"] };

/** How a file is written, for kinds of sources that are made of files. */
export const readingFields = {
  format: z
    .enum(["auto", "csv", "tsv", "ndjson", "json", "parquet", "xlsx"])
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
      when: { field: "format", is: ["auto", "csv", "tsv", "ndjson", "json"] },
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
    .meta({ when: delimited, label: { en: "Delimiter", ru: "Разделитель" } }),
  quote: z
    .string()
    .max(1)
    .optional()
    .meta({
      when: delimited,
      label: { en: "Quote", ru: "Кавычка" },
      help: { en: "Empty: quotes mean nothing.", ru: "Пусто: кавычки ничего не значат." },
    }),
  sheet: z
    .string()
    .min(1)
    .max(31)
    .optional()
    .meta({
      when: { field: "format", is: ["auto", "xlsx"] },
      label: { en: "Sheet", ru: "Лист" },
      help: { en: "Of an Excel workbook; empty: the first.", ru: "Книги Excel; пусто: первый." },
    }),
  header: z
    .enum(["auto", "yes", "no"])
    .default("auto")
    .meta({
      when: { field: "format", is: ["auto", "csv", "tsv", "xlsx"] },
      label: { en: "First line is a header", ru: "Первая строка — заголовок" },
    }),
} as const;

const readingSchema = z.object(readingFields);

/** The part of a {@link FileReading} that a person chose. */
export function chosenReading(
  file: z.infer<typeof readingSchema>,
): Pick<FileReading, "format" | "compression" | "encoding" | "header" | "delimiter" | "quote" | "sheet"> {
  const { format, compression, encoding, header, delimiter, quote, sheet } = file;
  return {
    format,
    compression,
    encoding,
    header,
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(quote === undefined ? {} : { quote }),
    ...(sheet === undefined ? {} : { sheet }),
  };
}

/** What decides how a file is read, for a source's fingerprint. A sheet is told only where there is one: most files have none. */
export const readingFacts = (file: z.infer<typeof readingSchema>): readonly unknown[] => [
  file.format,
  file.compression,
  file.encoding,
  file.delimiter ?? null,
  file.quote ?? null,
  file.header,
  ...(file.sheet === undefined ? [] : [file.sheet]),
];

/** Whether a path means all files that match it. Brackets alone make none: names have them, `report [1].csv`. */
export const isPattern = (path: string): boolean => /[*?]|\{.*\}/.test(path);

/** What a pattern says outright before its first sign that means something: a class of letters and `@(…)` are such signs too. */
export const fixedBeginning = (pattern: string): string =>
  /^(?:(?![+@!]\()[^*?{[])*/.exec(pattern)?.[0] ?? "";
