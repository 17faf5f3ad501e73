import type { Text } from "#lib/kernel";
import {
  insertAt,
  isObject,
  isSame,
  type Json,
  type JsonObject,
  type Path,
  readAt,
  writeAt,
} from "../json.ts";
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

type Replaced = (column: JsonObject, at: ColumnAt) => JsonObject | undefined;

/**
 * Columns put in another's place, or taken out, in one pass however many they are. Of several columns of one name it is the
 * first.
 */
export function withColumns(document: Json, columns: readonly ColumnAt[], replace: Replaced): Json {
  const wanted = new Map<string, Map<string, ColumnAt>>();
  for (const at of columns) {
    const inTable = wanted.get(at.table) ?? new Map<string, ColumnAt>();
    wanted.set(at.table, inTable.set(at.column, at));
  }
  const replacedIn = (own: Json | undefined, inTable: Map<string, ColumnAt>): Json | undefined => {
    if (!Array.isArray(own)) return own;
    const next = own.flatMap((column): Json[] => {
      const at = isObject(column) && typeof column.name === "string" ? inTable.get(column.name) : undefined;
      if (!at || !isObject(column)) return [column];
      inTable.delete(at.column);
      const made = replace(column, at);
      return made === undefined ? [] : [made];
    });
    return next.length === own.length && next.every((one, index) => one === own[index]) ? own : next;
  };
  const tables = readAt(document, ["tables"]);
  if (!Array.isArray(tables)) return document;
  const next = tables.map((table) => {
    if (!isObject(table) || typeof table.name !== "string") return table;
    const inTable = wanted.get(table.name);
    wanted.delete(table.name);
    const made = inTable && replacedIn(table.columns, inTable);
    return made === undefined || made === table.columns ? table : { ...table, columns: made };
  });
  return next.every((table, index) => table === tables[index])
    ? document
    : writeAt(document, ["tables"], next);
}

/** Changes of columns: what each of them has afterwards; undefined takes a member out. */
export type ColumnChange = (column: JsonObject, at: ColumnAt) => Readonly<Record<string, Json | undefined>>;

const merged = (column: JsonObject, change: Readonly<Record<string, Json | undefined>>): JsonObject => {
  const members = Object.entries(change);
  if (members.every(([key, value]) => isSame(column[key], value))) return column;
  const all = Object.entries({ ...column, ...change });
  return Object.fromEntries(all.filter((entry): entry is [string, Json] => entry[1] !== undefined));
};

export function changeColumns(
  columns: readonly ColumnAt[],
  change: ColumnChange,
  label: Text,
  group?: string,
): Edit {
  return {
    label,
    group,
    apply: (document) => withColumns(document, columns, (column, at) => merged(column, change(column, at))),
  };
}

/** Which columns an edit is of, in its label. */
export const many = (columns: readonly ColumnAt[]): Text =>
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
    apply: (document) => withColumns(document, columns, () => undefined),
  };
}

/** A column's new name, in keys that use it too. It goes on reading the transformed column that it read before. */
export const renameColumn = (at: ColumnAt, to: string): Edit => ({
  label: { en: `Rename ${named(at)} to ${to}`, ru: `Переименовать ${named(at)} в ${to}` },
  group: `rename ${named(at)}`,
  apply: (document) => withColumnRenamed(document, at, to),
});
