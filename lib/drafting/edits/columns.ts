import type { Text } from "#lib/kernel";
import { insertAt, isObject, type Json, type JsonObject, type Path, readAt, writeAt } from "../json.ts";
import { type DraftTable, readDraft } from "../read-draft.ts";
import type { Edit } from "./edit.ts";
import { withColumnRenamed } from "./renaming.ts";

/** A column of a table, both by the names they have now. */
export interface ColumnAt {
  readonly table: string;
  readonly column: string;
}

const named = ({ table, column }: ColumnAt): string => `${table}.${column}`;

const tableOf = (document: Json, name: string): DraftTable | undefined =>
  readDraft(document).tables.find((table) => table.name === name);

/** The path of a column; undefined where there is none of that name any more. */
export function columnPath(document: Json, at: ColumnAt): Path | undefined {
  const table = tableOf(document, at.table);
  const column = table?.columns.find(({ name }) => name === at.column);
  return table && column ? ["tables", table.index, "columns", column.index] : undefined;
}

const changed = (document: Json, at: ColumnAt, change: (column: JsonObject) => JsonObject): Json => {
  const path = columnPath(document, at);
  const column = path && readAt(document, path);
  return path && isObject(column) ? writeAt(document, path, change(column)) : document;
};

/** Changes of columns: what each of them has afterwards; undefined takes a member out. */
export type ColumnChange = (column: JsonObject) => Readonly<Record<string, Json | undefined>>;

export function changeColumns(
  columns: readonly ColumnAt[],
  change: ColumnChange,
  label: Text,
  group?: string,
): Edit {
  return {
    label,
    group,
    apply: (document) =>
      columns.reduce(
        (next, at) =>
          changed(next, at, (column) => {
            const merged = Object.entries({ ...column, ...change(column) });
            return Object.fromEntries(
              merged.filter((entry): entry is [string, Json] => entry[1] !== undefined),
            );
          }),
        document,
      ),
  };
}

const many = (columns: readonly ColumnAt[]): Text =>
  columns.length === 1 && columns[0]
    ? { en: named(columns[0]), ru: named(columns[0]) }
    : { en: `${columns.length} columns`, ru: `колонок: ${columns.length}` };

/** Sets or takes out one member of columns. */
export function setMember(
  columns: readonly ColumnAt[],
  key: string,
  value: Json | undefined,
  group?: string,
): Edit {
  const { en, ru } = many(columns);
  return changeColumns(
    columns,
    () => ({ [key]: value }),
    { en: `${key} of ${en}`, ru: `${key}: ${ru}` },
    group,
  );
}

/** A rule for published values; a level of a hierarchy and a rule exclude each other. */
export function setAnonymization(columns: readonly ColumnAt[], rule: JsonObject | undefined): Edit {
  const { en, ru } = many(columns);
  const label = { en: `Anonymization of ${en}`, ru: `Обезличивание: ${ru}` };
  return changeColumns(columns, () => ({ anonymize: rule, hierarchy: undefined }), label);
}

export function addColumn(
  table: string,
  column: JsonObject & { readonly name: string },
  index?: number,
): Edit {
  return {
    label: { en: `Add column ${table}.${column.name}`, ru: `Добавить колонку ${table}.${column.name}` },
    apply: (document) => {
      const found = tableOf(document, table);
      return found ? insertAt(document, ["tables", found.index, "columns"], column, index) : document;
    },
  };
}

/** Takes columns out of the module: what the source has and the document does not name never leaves. */
export function removeColumns(columns: readonly ColumnAt[]): Edit {
  const { en, ru } = many(columns);
  return {
    label: { en: `Leave out ${en}`, ru: `Исключить: ${ru}` },
    apply: (document) =>
      columns.reduce((next, at) => {
        const path = columnPath(next, at);
        return path ? writeAt(next, path, undefined) : next;
      }, document),
  };
}

/** A column's new name, in keys that use it too. It goes on reading the transformed column that it read before. */
export const renameColumn = (at: ColumnAt, to: string): Edit => ({
  label: { en: `Rename ${named(at)} to ${to}`, ru: `Переименовать ${named(at)} в ${to}` },
  group: `rename ${named(at)}`,
  apply: (document) => withColumnRenamed(document, at, to),
});
