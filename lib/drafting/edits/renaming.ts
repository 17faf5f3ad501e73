import { isObject, type Json, type JsonObject } from "../json.ts";

/** What names a table or a column elsewhere in a document follows it when it is renamed. Scripts are the author's own. */

const mapped = (value: Json | undefined, from: string, to: string): Json | undefined =>
  Array.isArray(value) ? value.map((one) => (one === from ? to : one)) : value === from ? to : value;

/** The object with some members changed, those that it has. */
function changed(
  object: Json | undefined,
  changes: Readonly<Record<string, (value: Json) => Json | undefined>>,
) {
  if (!isObject(object)) return object;
  const entries = Object.entries(object).flatMap(([key, value]): [string, Json][] => {
    const change = Object.hasOwn(changes, key) ? changes[key] : undefined;
    const next = change ? change(value) : value;
    return next === undefined ? [] : [[key, next]];
  });
  return Object.fromEntries(entries);
}

const each = (value: Json, change: (item: Json) => Json | undefined): Json =>
  Array.isArray(value) ? value.map((one) => change(one) ?? one) : value;

const tablesWith = (document: Json, change: (table: JsonObject) => Json | undefined): Json =>
  changed(document, {
    tables: (tables) => each(tables, (table) => (isObject(table) ? change(table) : table)),
  }) ?? document;

export function withColumnRenamed(
  document: Json,
  at: { readonly table: string; readonly column: string },
  to: string,
): Json {
  const rename = (value: Json) => mapped(value, at.column, to);
  const members = (table: JsonObject) =>
    changed(table, {
      columns: (columns) =>
        each(columns, (column) =>
          isObject(column) && column.name === at.column
            ? changed(
                { ...column, from: column.from ?? at.column },
                { name: () => to, from: (from) => (from === to ? undefined : from) },
              )
            : column,
        ),
      primaryKey: (key) => changed(key, { columns: rename }),
      deduplicate: (contest) => changed(contest, { columns: rename }),
      foreignKeys: (keys) =>
        each(keys, (key) =>
          changed(key, { columns: rename, when: (when) => changed(when, { column: rename }) }),
        ),
      privacy: (privacy) =>
        changed(privacy, {
          lDiversity: (model) => changed(model, { column: rename }),
          tCloseness: (model) => changed(model, { column: rename }),
          deltaDisclosure: (model) => changed(model, { column: rename }),
        }),
    });
  const own = tablesWith(document, (table) => (table.name === at.table ? members(table) : table));
  return tablesWith(own, (table) =>
    changed(table, {
      foreignKeys: (keys) =>
        each(keys, (key) =>
          changed(key, {
            references: (references) =>
              isObject(references) && references.table === at.table
                ? changed(references, { columns: rename })
                : references,
          }),
        ),
    }),
  );
}

export function withTableRenamed(document: Json, from: string, to: string): Json {
  const rename = (value: Json) => mapped(value, from, to);
  const named = tablesWith(document, (table) =>
    changed(table, table.name === from ? { name: () => to } : {}),
  );
  const referenced = tablesWith(named, (table) =>
    changed(table, {
      foreignKeys: (keys) =>
        each(keys, (key) =>
          changed(key, { references: (references) => changed(references, { table: rename }) }),
        ),
      privacy: (privacy) => changed(privacy, { kMap: (model) => changed(model, { population: rename }) }),
    }),
  );
  return changed(referenced, { person: (person) => changed(person, { table: rename }) }) ?? referenced;
}
