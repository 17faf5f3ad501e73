import { z } from "zod";
import {
  inEnvironment,
  parseColumnType,
  slugSchema,
  type TableLook,
  type TableSuggestions,
  tableSuggestionsSchema,
} from "#lib/contracts";
import { AppError, errorText, type Text } from "#lib/kernel";
import { declaredSources } from "#lib/metadata";
import { proposeColumn } from "#lib/privacy";
import { notLooked, tryToLook } from "#lib/proposals/server";
import { defineOperation, type OperationContext } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { isMadeByScripts, type Looked, lookRequest, lookSession } from "../modules/look-request.ts";
import { draftIn } from "../run-ports/index.ts";
import { classOf, type DraftTable, type DraftTables, draftTablesSchema } from "./draft-tables.ts";
import { withLook } from "./with-look.ts";

const unread: Text = {
  en: "It has no extraction script over a known source.",
  ru: "У неё нет скрипта извлечения из известного источника.",
};
const failed: Text = {
  en: "Its rows could not be read: run the extraction script on the source to see why.",
  ru: "Не удалось прочитать строки: выполните скрипт извлечения на источнике, чтобы узнать причину.",
};
/** A script that does not run says nothing of its columns; why it does not holds no value. */
const unmade = ({ en, ru }: Text): Text => ({
  en: `A script makes its rows, and it could not be run on a sample: ${en}`,
  ru: `Строки создаёт скрипт, и выполнить его на выборке не удалось: ${ru}`,
});

/** A look at a table, or why there is none. */
type Look = TableLook | { readonly skipped: Text };

/** Rows that scripts make of looks at the sources, counted in the process that holds them. */
async function lookAtMade(
  { services, actor }: OperationContext,
  where: Looked,
  draft: unknown,
  table: DraftTable,
  waitedFor: string | undefined,
): Promise<Look> {
  const { sources, ...looked } = await lookRequest({ services, actor }, where, draft);
  const request = { ...looked, table: table.name };
  try {
    const made = await services.previews.profile(lookSession(actor, where), request, sources, waitedFor);
    return {
      rows: made.rows,
      columns: made.columns.map(({ name, datatype, profile }) => {
        const type = parseColumnType(datatype);
        return { name, ...(type ? proposeColumn(name, type, profile) : notLooked) };
      }),
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.definition.kind === "internal") throw error;
    // It goes on by itself, and whoever asked waits for it.
    if (error.code === "python-preparing") throw error;
    return { skipped: unmade(errorText(error)) };
  }
}

async function lookAtSource(
  context: OperationContext,
  { environment }: Looked,
  document: DraftTables,
  table: DraftTable,
): Promise<Look> {
  const { name, extraction } = table;
  const source = declaredSources(document).find((one) => one.name === extraction?.source)?.ref;
  const script = extraction?.script;
  if (!source || !script) return { skipped: unread };
  const look = await withLook(
    context,
    source,
    (options) => tryToLook(options, { name, script }),
    environment,
  );
  return look.problem ? { skipped: failed } : look;
}

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
    /** Where its sources are read; absent: as the document is written. */
    environment: slugSchema.optional(),
    table: z.string().min(1).max(120),
    /** Columns that have a class already are looked at too. */
    all: z.boolean().default(false),
    /** The preparation of Python that an earlier attempt was told of (`python-preparing`). */
    waitedFor: z.uuid().optional(),
  }),
  output: tableSuggestionsSchema,
  audit: ({ module, environment, table, all }) => ({
    kind: "module",
    name: module,
    detail: { table, all, ...inEnvironment(environment) },
  }),
  run: async (context, { module, environment, table: name, all, waitedFor }): Promise<TableSuggestions> => {
    const { db } = context.services;
    const draft = found(await db.drafts.get(module), "module", module);
    const where = { module, environment };
    const document = draftTablesSchema.safeParse(await draftIn(db, draft.document, environment));
    if (!document.success) throw new AppError("request-invalid", { detail: "document" });
    const table = found(
      document.data.tables.find((one) => one.name === name),
      "table",
      name,
    );
    const look = isMadeByScripts(table)
      ? await lookAtMade(context, where, draft.document, table, waitedFor)
      : await lookAtSource(context, where, document.data, table);
    if ("skipped" in look) return { table: name, rows: 0, skipped: look.skipped, columns: [] };
    const looks = new Map(look.columns.map((column) => [column.name, column]));
    const keys = new Set([
      ...(table.primaryKey?.columns ?? []),
      ...table.foreignKeys.flatMap((key) => key.columns),
    ]);
    return {
      table: name,
      rows: look.rows,
      columns: table.columns.flatMap((column) => {
        const seen = looks.get(column.from ?? column.name);
        const current = classOf(document.data, column);
        // What keys decide is not for values to say.
        if (!seen || keys.has(column.name) || (current !== undefined && !all)) return [];
        return [{ ...seen, name: column.name, ...(current === undefined ? {} : { current }) }];
      }),
    };
  },
});
