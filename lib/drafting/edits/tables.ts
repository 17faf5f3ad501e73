import type { Json, JsonObject } from "../json.ts";
import { insertAt, isObject, moveAt, writeAt } from "../json.ts";
import { readDraft } from "../read-draft.ts";
import { withPlacesOf } from "./canvas.ts";
import type { Edit } from "./edit.ts";
import { withGroupsOf } from "./groups.ts";
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
      const rest = writeAt(document, ["tables"], kept);
      return names.reduce((next, name) => withGroupsOf(withPlacesOf(next, name), name), rest);
    },
  };
}

/** Puts a table elsewhere in the order of the document; an index beyond its ends is the nearest of them. */
export const moveTable = (name: string, to: number): Edit => ({
  label: { en: `Move ${name}`, ru: `Переместить ${name}` },
  apply: (document) => {
    const { tables } = readDraft(document);
    const from = tables.find((table) => table.name === name)?.index;
    const within = Math.max(0, Math.min(tables.length - 1, to));
    return from === undefined ? document : moveAt(document, ["tables"], from, within);
  },
});

const onTable = (name: string, change: (table: JsonObject) => Json) => (document: Json) => {
  const table = readDraft(document).tables.find((one) => one.name === name);
  return table ? writeAt(document, ["tables", table.index], change(table.json)) : document;
};

/** A script that brings a table into its form, or, without one, its rows as they were extracted. */
export const setTransformation = (table: string, script: string | undefined): Edit => ({
  label: script
    ? { en: `Transformation of ${table}`, ru: `Преобразование ${table}` }
    : { en: `Remove the transformation of ${table}`, ru: `Убрать преобразование ${table}` },
  apply: onTable(table, (json) =>
    writeAt(json, ["transformation"], script === undefined ? undefined : { language: "sql", script }),
  ),
});

/** A check of the table as a whole, behind those that it has. */
export const addTableCheck = (table: string, rule: string): Edit => ({
  label: { en: `Check ${rule} of ${table}`, ru: `Проверка ${rule} таблицы ${table}` },
  apply: onTable(table, (json) => insertAt(json, ["checks"], { rule })),
});

export const renameTable = (from: string, to: string): Edit => ({
  label: { en: `Rename ${from} to ${to}`, ru: `Переименовать ${from} в ${to}` },
  group: `rename ${from}`,
  apply: (document) => withGroupsOf(withPlacesOf(withTableRenamed(document, from, to), from, to), from, to),
});
