import type { Json, JsonObject } from "../json.ts";
import { insertAt, isObject, writeAt } from "../json.ts";
import { readDraft } from "../read-draft.ts";
import type { Edit } from "./edit.ts";
import { withTableRenamed } from "./renaming.ts";

export const addTables = (tables: readonly (JsonObject & { readonly name: string })[]): Edit => {
  const names = tables.map(({ name }) => name).join(", ");
  return {
    label: { en: `Add ${names}`, ru: `Добавить ${names}` },
    apply: (document) => tables.reduce((next: Json, table) => insertAt(next, ["tables"], table), document),
  };
};

/** Takes tables out, and the foreign keys that lead to them. */
export function removeTables(names: readonly string[]): Edit {
  const words = names.join(", ");
  const leads = (key: Json) =>
    isObject(key) &&
    isObject(key.references) &&
    names.some((name) => isObject(key.references) && key.references.table === name);
  return {
    label: { en: `Remove ${words}`, ru: `Удалить ${words}` },
    apply: (document) => {
      const { tables } = readDraft(document);
      const kept = tables
        .filter(({ name }) => !names.includes(name))
        .map(({ json }) => {
          const keys = json.foreignKeys;
          if (!Array.isArray(keys) || !keys.some(leads)) return json;
          const rest = keys.filter((key) => !leads(key));
          return writeAt(json, ["foreignKeys"], rest.length > 0 ? rest : undefined);
        });
      return writeAt(document, ["tables"], kept);
    },
  };
}

export const renameTable = (from: string, to: string): Edit => ({
  label: { en: `Rename ${from} to ${to}`, ru: `Переименовать ${from} в ${to}` },
  group: `rename ${from}`,
  apply: (document) => withTableRenamed(document, from, to),
});
