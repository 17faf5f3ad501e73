import type { DatabaseSync } from "node:sqlite";
import type { SourceTable } from "#lib/contracts";
import type { Task } from "../../protocol.ts";
import { datatypeOf } from "./column-types.ts";
import { unreadableDatabase } from "./database-error.ts";
import { openDatabase } from "./open-database.ts";

/** Counting reads a whole table: past this the rest stay uncounted. */
const countingMilliseconds = 10_000;

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const asRows = (rows: readonly unknown[]): readonly (readonly unknown[])[] =>
  rows.map((row) => (Array.isArray(row) ? row : []));

const rowsOf = (database: DatabaseSync, sql: string, ...values: string[]): readonly (readonly unknown[])[] =>
  // `returnArrays` makes each row an array, which the types do not know.
  asRows(database.prepare(sql).all(...values));

function foreignKeysOf(
  database: DatabaseSync,
  name: string,
  primaryKeys: ReadonlyMap<string, readonly string[]>,
) {
  const parts = rowsOf(
    database,
    `select id, "table", "from", "to" from pragma_foreign_key_list(?) order by id, seq`,
    name,
  );
  return [...Map.groupBy(parts, ([id]) => id).values()].map((key) => {
    const target = textIn(key[0]?.[1]);
    const named = key.flatMap(([, , , to]) => (typeof to === "string" ? [to] : []));
    return {
      columns: key.map(([, , from]) => textIn(from)),
      // A key that names no columns means the other table's primary key.
      references: { table: target, columns: named.length > 0 ? named : [...(primaryKeys.get(target) ?? [])] },
    };
  });
}

/** Tables and views of a database with types, keys and how many rows they hold. */
export async function inspectDatabase({
  file,
}: Extract<Task, { kind: "inspect-database" }>): Promise<readonly SourceTable[]> {
  const { database } = await openDatabase(file);
  try {
    const list = rowsOf(
      database,
      `select name, type from pragma_table_list
       where schema = 'main' and type in ('table', 'view', 'virtual') and name not like 'sqlite\\_%' escape '\\' order by name`,
    ).map(([name, type]) => ({ name: textIn(name), type: textIn(type) }));
    const columns = new Map(
      list.map(({ name }) => [
        name,
        rowsOf(
          database,
          `select name, type, "notnull", pk from pragma_table_xinfo(?) where hidden <> 1`,
          name,
        ),
      ]),
    );
    const primaryKeys = new Map(
      [...columns].map(([name, own]) => [
        name,
        own
          .filter(([, , , pk]) => Number(pk) > 0)
          .toSorted((a, b) => Number(a[3]) - Number(b[3]))
          .map(([column]) => textIn(column)),
      ]),
    );
    const until = performance.now() + countingMilliseconds;
    const countOf = (name: string) =>
      Number(rowsOf(database, `select count(*) from ${quote(name)}`)[0]?.[0] ?? 0);
    return list.map(({ name, type }) => ({
      name,
      kind: type === "view" ? ("view" as const) : ("table" as const),
      ...(type === "table" && performance.now() < until ? { estimatedRows: countOf(name) } : {}),
      columns: (columns.get(name) ?? []).map(([column, declared, notNull, pk]) => ({
        name: textIn(column),
        nativeType: textIn(declared),
        datatype: datatypeOf(textIn(declared)),
        nullable: Number(notNull) === 0 && !(Number(pk) > 0 && textIn(declared).toUpperCase() === "INTEGER"),
      })),
      primaryKey: primaryKeys.get(name) ?? [],
      foreignKeys: foreignKeysOf(database, name, primaryKeys),
    }));
  } catch (error) {
    throw unreadableDatabase(error, file.label);
  } finally {
    database.close();
  }
}
