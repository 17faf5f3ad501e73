import { z } from "zod";
import { AppError } from "#lib/kernel";
import type { SourceDefinition } from "../definition.ts";
import { liesInOnePlace, onePlaceMessage, uploadFields } from "../upload-fields.ts";

export const sqliteConfigSchema = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .optional()
      .meta({
        label: { en: "Path on the server", ru: "Путь на сервере" },
        help: { en: "Either a path or an uploaded file.", ru: "Либо путь, либо загруженный файл." },
      }),
    ...uploadFields,
  })
  .refine(liesInOnePlace, { message: onePlaceMessage, path: ["path"] });
export type SqliteConfig = z.infer<typeof sqliteConfigSchema>;

/** A source from the command line's `sqlite:PATH`; a relative path is relative to the document. */
export function parseSqliteSource(text: string, resolve: (path: string) => string): SqliteConfig {
  const path = text.replace(/^sqlite:/i, "");
  const result = sqliteConfigSchema.safeParse({ path: path === "" ? "" : resolve(path) });
  if (!result.success) throw new AppError("source-address-invalid", { detail: "sqlite:PATH" });
  return result.data;
}

export const sqliteSource: SourceDefinition<"sqlite", SqliteConfig> = {
  id: "sqlite",
  title: { en: "SQLite", ru: "SQLite" },
  summary: {
    en: "Tables, views and queries of a SQLite file, in SQLite's own dialect; the file is only read and must not change meanwhile.",
    ru: "Таблицы, представления и запросы файла SQLite на его собственном диалекте; файл только читается и не должен в это время меняться.",
  },
  config: sqliteConfigSchema,
  languages: ["sql", "python"],
  identifierQuote: '"',
  dialect: "sqlite",
  address: { form: "sqlite:PATH", schemes: ["sqlite"], parse: parseSqliteSource },
};
