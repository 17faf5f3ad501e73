import { expect, it } from "vitest";
import type { MysqlClient } from "#lib/network/server";
import { introspectMysql } from "./introspect.ts";

type Row = Readonly<Record<string, string | number | null>>;

const key = (
  constraint: string,
  column: string,
  target: readonly [table: string, column: string] | null,
) => ({
  table_name: "visits",
  constraint_name: constraint,
  column_name: column,
  referenced_table_name: target?.[0] ?? null,
  referenced_column_name: target?.[1] ?? null,
});
const column = (name: string) => ({
  table_name: "visits",
  column_name: name,
  column_type: "int",
  is_nullable: "NO",
});

/** What stands in `information_schema`. */
const stored: Readonly<Record<string, readonly Row[]>> = {
  tables: [{ table_name: "visits", table_type: "BASE TABLE", table_rows: 7 }],
  columns: ["id", "part", "doctor", "ward", "bed"].map(column),
  key_column_usage: [
    key("PRIMARY", "id", null),
    key("PRIMARY", "part", null),
    key("of_bed", "ward", ["beds", "ward"]),
    key("of_bed", "bed", ["beds", "number"]),
    key("of_doctor", "doctor", ["doctors", "id"]),
  ],
};

/** Answers as MySQL 8.0.21 and later: what a statement gives no name of its own has the server's, in capitals. */
function asMysql8({ sql }: { sql: string }, answer: (error: null, rows: readonly Row[]) => void): void {
  const [, list = "", table = ""] =
    /select (.+?) from information_schema\.(\w+)/.exec(sql.replaceAll(/\s+/g, " ")) ?? [];
  const items = list.split(",").map((item) => {
    const [name = "", alias] = item.trim().split(" as ");
    return { name, alias: alias ?? name.toUpperCase() };
  });
  const rows = (stored[table] ?? []).map((row) =>
    Object.fromEntries(items.map(({ name, alias }) => [alias, row[name] ?? null])),
  );
  answer(null, rows);
}

it("finds the keys of a table where the server names its own columns in capitals", async () => {
  // Of a client only its questions are used here.
  const client = { query: asMysql8 } as unknown as MysqlClient;
  expect(await introspectMysql(client)).toEqual([
    {
      name: "visits",
      kind: "table",
      estimatedRows: 7,
      columns: ["id", "part", "doctor", "ward", "bed"].map((name) => ({
        name,
        nativeType: "int",
        datatype: "integer",
        nullable: false,
      })),
      primaryKey: ["id", "part"],
      foreignKeys: [
        { columns: ["ward", "bed"], references: { table: "beds", columns: ["ward", "number"] } },
        { columns: ["doctor"], references: { table: "doctors", columns: ["id"] } },
      ],
    },
  ]);
});
