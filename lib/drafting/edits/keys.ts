import { isObject, type Json, type JsonObject, readAt, writeAt } from "../json.ts";
import { readDraft } from "../read-draft.ts";
import type { Edit } from "./edit.ts";

const onTable = (name: string, change: (table: JsonObject) => Json) => (document: Json) => {
  const table = readDraft(document).tables.find((one) => one.name === name);
  return table ? writeAt(document, ["tables", table.index], change(table.json)) : document;
};

/** What a table's rows are told apart by; the strategy that was there stays. No columns: no primary key. */
export const setPrimaryKey = (table: string, columns: readonly string[], strategy: JsonObject): Edit => ({
  label: { en: `Primary key of ${table}`, ru: `Первичный ключ ${table}` },
  apply: onTable(table, (json) => {
    if (columns.length === 0) return writeAt(json, ["primaryKey"], undefined);
    const before = isObject(json.primaryKey) ? json.primaryKey : {};
    return writeAt(json, ["primaryKey"], {
      ...before,
      columns: [...columns],
      strategy: before.strategy ?? strategy,
    });
  }),
});

/** How keys are published: the one rule of their columns, and of every column that references them. */
export const setKeyStrategy = (tables: readonly string[], rule: JsonObject): Edit => {
  const names = tables.join(", ");
  return {
    label: { en: `Key strategy of ${names}`, ru: `Стратегия ключа: ${names}` },
    apply: (document) =>
      tables.reduce(
        (next, name) =>
          onTable(name, (json) =>
            isObject(json.primaryKey) ? writeAt(json, ["primaryKey", "strategy"], rule) : json,
          )(next),
        document,
      ),
  };
};

export interface Link {
  readonly table: string;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
}

/** What a column of a foreign key takes from its parent, and so may not say itself. */
const inherited = [
  "datatype",
  "normalize",
  "onCastFailure",
  "default",
  "privacyClass",
  "anonymize",
  "hierarchy",
] as const;

function withoutInherited(table: JsonObject, columns: readonly string[]): Json[] {
  const own = readAt(table, ["columns"]);
  return (Array.isArray(own) ? own : []).map((column) =>
    isObject(column) && columns.some((name) => name === column.name)
      ? inherited.reduce((rest: Json, member) => writeAt(rest, [member], undefined), column)
      : column,
  );
}

/** A foreign key; its columns take form, class and rule from the key they reference. */
export const addForeignKey = (
  { table, columns, parent, parentColumns }: Link,
  onOrphan = "reject",
): Edit => ({
  label: { en: `Link ${table} to ${parent}`, ru: `Связать ${table} с ${parent}` },
  apply: onTable(table, (json) => {
    const keys = readAt(json, ["foreignKeys"]);
    const key = {
      columns: [...columns],
      references: { table: parent, columns: [...parentColumns] },
      onOrphan,
    };
    return {
      ...json,
      columns: withoutInherited(json, columns),
      foreignKeys: [...(Array.isArray(keys) ? keys : []), key],
    };
  }),
});

export const removeForeignKey = (table: string, index: number): Edit => ({
  label: { en: `Remove a link of ${table}`, ru: `Удалить связь ${table}` },
  apply: onTable(table, (json) => {
    const keys = readAt(json, ["foreignKeys"]);
    const rest = Array.isArray(keys) ? keys.toSpliced(index, 1) : [];
    return writeAt(json, ["foreignKeys"], rest.length > 0 ? rest : undefined);
  }),
});

/** Other columns or another parent for a foreign key that is there; columns that join it give up what they take from it. */
export const changeForeignKey = (index: number, { table, columns, parent, parentColumns }: Link): Edit => ({
  label: { en: `Link ${table} to ${parent}`, ru: `Связать ${table} с ${parent}` },
  group: `link ${index} of ${table}`,
  apply: onTable(table, (json) => {
    const before = readAt(json, ["foreignKeys", index]);
    if (!isObject(before)) return json;
    const key = {
      ...before,
      columns: [...columns],
      references: { table: parent, columns: [...parentColumns] },
    };
    return writeAt({ ...json, columns: withoutInherited(json, columns) }, ["foreignKeys", index], key);
  }),
});
