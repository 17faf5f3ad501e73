import { z } from "zod";
import {
  privacyClassSchema,
  slugSchema,
  type TableSuggestions,
  tableSuggestionsSchema,
} from "#lib/contracts";
import { AppError, type Text } from "#lib/kernel";
import { tryToLook } from "#lib/proposals/server";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { withLook } from "./with-look.ts";

const named = z.string().catch("");
const namesSchema = z.array(named).catch([]);

/** What is read of a draft, which may be half-finished anywhere else. */
const readDraftSchema = z.object({
  sources: z.array(z.object({ name: named, ref: named })).catch([]),
  tables: z.array(
    z.object({
      name: named,
      extraction: z.object({ source: named, script: named }).optional().catch(undefined),
      transformation: z.unknown().optional(),
      primaryKey: z.object({ columns: namesSchema }).optional().catch(undefined),
      foreignKeys: z.array(z.object({ columns: namesSchema })).catch([]),
      columns: z
        .array(
          z.object({
            name: named,
            from: z.string().optional().catch(undefined),
            privacyClass: privacyClassSchema.optional().catch(undefined),
          }),
        )
        .catch([]),
    }),
  ),
});

const transformed: Text = {
  en: "A transformation script makes its columns: what the source has says nothing of them.",
  ru: "Столбцы создаёт скрипт преобразования: по источнику о них судить нельзя.",
};
const unread: Text = {
  en: "It has no extraction script over a known source.",
  ru: "У неё нет скрипта извлечения из известного источника.",
};
const failed: Text = {
  en: "Its rows could not be read: run the extraction script on the source to see why.",
  ru: "Не удалось прочитать строки: выполните скрипт извлечения на источнике, чтобы узнать причину.",
};

/**
 * What columns of a table of a module's draft seem to hold, and which class and rule that calls for. Nothing is changed:
 * a person takes a suggestion or does not.
 */
export const suggestClasses = defineOperation({
  id: "suggest-classes",
  title: { en: "Suggest classes and rules", ru: "Предложить классы и правила" },
  permission: "modules:edit",
  input: z.strictObject({
    module: slugSchema,
    table: z.string().min(1).max(120),
    /** Columns that have a class already are looked at too. */
    all: z.boolean().default(false),
  }),
  output: tableSuggestionsSchema,
  audit: ({ module, table, all }) => ({ kind: "module", name: module, detail: { table, all } }),
  run: async (context, { module, table: name, all }): Promise<TableSuggestions> => {
    const draft = found(await context.services.db.drafts.get(module), "module", module);
    const document = readDraftSchema.safeParse(draft.document);
    if (!document.success) throw new AppError("request-invalid", { detail: "document" });
    const table = found(
      document.data.tables.find((one) => one.name === name),
      "table",
      name,
    );
    const skip = (skipped: Text): TableSuggestions => ({ table: name, rows: 0, skipped, columns: [] });
    const { extraction, transformation } = table;
    if (transformation) return skip(transformed);
    const source = document.data.sources.find((one) => one.name === extraction?.source)?.ref;
    const script = extraction?.script;
    if (source === undefined || source.startsWith("module:") || !script) return skip(unread);
    const { rows, columns, problem } = await withLook(context, source, (options) =>
      tryToLook(options, { name, script }),
    );
    if (problem) return skip(failed);
    const looks = new Map(columns.map((column) => [column.name, column]));
    const keys = new Set([
      ...(table.primaryKey?.columns ?? []),
      ...table.foreignKeys.flatMap((key) => key.columns),
    ]);
    return {
      table: name,
      rows,
      columns: table.columns.flatMap(({ name: column, from, privacyClass: current }) => {
        const look = looks.get(from ?? column);
        // What keys decide is not for values to say.
        if (!look || keys.has(column) || (current !== undefined && !all)) return [];
        return [{ ...look, name: column, ...(current === undefined ? {} : { current }) }];
      }),
    };
  },
});
