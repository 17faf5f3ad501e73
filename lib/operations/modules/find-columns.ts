import { z } from "zod";
import { can } from "#lib/access";
import { type FoundColumn, foundColumnsSchema } from "#lib/contracts";
import type { Repositories } from "#lib/db/server";
import { readDraft } from "#lib/drafting";
import { defineOperation } from "../core/operation.ts";

/** More are not read in a list; who looks for one types more of its name. */
const mostFound = 60;
/** The newest ones of all modules. */
const mostVersions = 200;

const fits = (name: string, words: readonly string[]): boolean =>
  words.every((word) => name.toLowerCase().includes(word));

/** Columns of drafts: what engineers and administrators work on. */
async function* inDrafts(db: Repositories): AsyncGenerator<FoundColumn> {
  for (const { name: module } of await db.modules.list({ archived: false })) {
    const draft = await db.drafts.get(module);
    const document = z.json().safeParse(draft?.document);
    for (const table of document.success ? readDraft(document.data).tables : [])
      for (const column of table.columns)
        yield {
          module,
          table: table.name,
          column: column.name,
          ...(column.datatype ? { type: column.datatype } : {}),
        };
  }
}

/** Columns of the latest versions: what data scientists read. */
async function* inVersions(db: Repositories): AsyncGenerator<FoundColumn> {
  const cards = await db.versions.cards({ limit: mostVersions });
  for (const { module, number, manifest } of cards.filter(({ isLatest }) => isLatest))
    for (const table of manifest.tables)
      for (const { name, datatype } of table.columns)
        yield { module, version: number, table: table.name, column: name, type: datatype };
}

/** Columns of every module by name, with the words of a table's name among them: only names, no value. */
export const findColumns = defineOperation({
  id: "find-columns",
  title: { en: "Find columns", ru: "Поиск колонок" },
  permission: "versions:read",
  input: z.strictObject({ query: z.string().max(200) }),
  output: foundColumnsSchema,
  run: async ({ services: { db }, actor }, { query }) => {
    const words = query
      .toLowerCase()
      .split(/[\s./]+/)
      .filter(Boolean);
    const columns: FoundColumn[] = [];
    const offered = can(actor.role, "modules:read") ? inDrafts(db) : inVersions(db);
    for await (const one of offered) {
      if (!fits(`${one.table}.${one.column}`, words)) continue;
      // One more than are shown: then it is said that there are more.
      if (columns.push(one) > mostFound) break;
    }
    return { columns: columns.slice(0, mostFound), hasMore: columns.length > mostFound };
  },
});
