import { z } from "zod";
import { AppError, type Text } from "#lib/kernel";
import type { ExtractionScript } from "#lib/stores";
import type { PublishedTables } from "./published-tables.ts";

/** By the name of the table that each reads back. */
export type ReturnedScripts = ReadonlyMap<string, ExtractionScript>;

const refused = (text: Text) => new AppError("upload-script-refused", { ...text });

const mostText = 100_000;
const rowSchema = z.object({
  table: z.string(),
  text: z.string().min(1).max(mostText),
  language: z.enum(["sql", "python"]).nullish(),
  source: z.string().nullish(),
});

/** What a script returned, checked: one script for each published table, all of them reading the store that it wrote to. */
export function returnedByRows(
  rows: readonly unknown[],
  store: string,
  files: PublishedTables,
): ReturnedScripts {
  const found = new Map<string, ExtractionScript>();
  for (const row of rows) {
    const { data } = rowSchema.safeParse(row);
    if (!data)
      throw refused({
        en: 'it must return a table with the columns "table" and "text" (and, where it likes, "language" and "source").',
        ru: 'он должен вернуть таблицу с колонками "table" и "text" (и, по желанию, "language" и "source").',
      });
    const { table, text } = data;
    if (!files.some((file) => file.table.name === table))
      throw refused({
        en: `it returned a script for ${table}, which is no published table.`,
        ru: `он вернул скрипт для ${table}, а такой публикуемой таблицы нет.`,
      });
    if (found.has(table))
      throw refused({
        en: `it returned two scripts for ${table}.`,
        ru: `он вернул два скрипта для ${table}.`,
      });
    if ((data.source ?? store) !== store)
      throw refused({
        en: `the script for ${table} reads ${data.source}; only the store ${store} can be read.`,
        ru: `скрипт для ${table} читает ${data.source}, а читать можно только хранилище ${store}.`,
      });
    found.set(table, { language: data.language ?? "sql", source: store, text });
  }
  const missing = files.find(({ table }) => !found.has(table.name))?.table.name;
  if (missing !== undefined)
    throw refused({
      en: `it returned no script for the table ${missing}.`,
      ru: `он не вернул скрипта для таблицы ${missing}.`,
    });
  return found;
}
