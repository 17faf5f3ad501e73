import { DatabaseSync } from "node:sqlite";
import { DuckDBInstance, VARCHAR } from "@duckdb/node-api";
import { expect, test } from "vitest";
import {
  bindParameters,
  findParameters,
  inlineParameters,
  mysqlModes,
  type ScriptDialect,
  scriptDialects,
} from "../index.ts";

const names = (script: string, dialect: ScriptDialect) =>
  findParameters(script, dialect).map(({ name }) => name);

test("a parameter is found wherever a value may stand", () => {
  for (const dialect of scriptDialects) {
    expect(names("select $a, f($b)+$c from t where x=$d and y>=$e_2\n", dialect)).toEqual([
      "a",
      "b",
      "c",
      "d",
      "e_2",
    ]);
  }
});

test("texts, comments and quoted names of a dialect hold none", () => {
  const cases: readonly (readonly [string, readonly ScriptDialect[]])[] = [
    ["select '$no', 'it''s $no'", scriptDialects],
    ["select 1 -- $no\n", scriptDialects],
    ["select /* $no */ 1", scriptDialects],
    ["select a$no, $1, $no$x", ["mysql", "sqlite"]],
    ['select "$no", "a""$no"', scriptDialects],
    ["select `$no`, `a``$no`", ["mysql", "sqlite"]],
    ["select [$no]", ["sqlite"]],
    ["select 1 # $no", ["mysql"]],
    ["select 'a\\'$no', \"b\\\"$no\"", ["mysql"]],
    ["select E'a\\'$no'", ["postgresql", "duckdb"]],
    ["select $no$ $x $no$, $$ $y $$", ["postgresql", "duckdb"]],
    ["select /* /* */ $no */ 1", ["postgresql", "duckdb"]],
    ["select '$no", scriptDialects],
    ["select /* $no", scriptDialects],
  ];
  let looked = 0;
  for (const [script, dialects] of cases)
    for (const dialect of dialects) {
      expect([script, dialect, names(script, dialect)]).toEqual([script, dialect, []]);
      looked++;
    }
  expect(looked).toBeGreaterThan(30);
});

test("a session of MySQL reads quotes and backslashes as its modes say", () => {
  const modes = { usual: "STRICT_TRANS_TABLES", ansi: "ANSI_QUOTES", plain: "no_backslash_escapes" };
  const both = "REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,ANSI,NO_BACKSLASH_ESCAPES";
  const found = (script: string, mode: string) =>
    findParameters(script, "mysql", mysqlModes(mode)).map(({ name }) => name);
  const cases = [
    // In a text a backslash takes the quote away; in a name it does not.
    ['select "a\\\\", $b, "', [["b"], ["b"], ["b"], ["b"]]],
    ['select "a\\", $b, "', [[], ["b"], ["b"], ["b"]]],
    ["select 'a\\', $b, '", [[], [], ["b"], ["b"]]],
    ['select "$no", `$no`, "a""$no"', [[], [], [], []]],
  ] as const;
  for (const [script, expected] of cases)
    expect([modes.usual, modes.ansi, modes.plain, both].map((mode) => found(script, mode))).toEqual(expected);
});

test("what only looks like the beginning of such a piece hides nothing", () => {
  expect(names("select 'a\\', $yes", "postgresql")).toEqual(["yes"]);
  expect(names("select 'a\\', $yes", "sqlite")).toEqual(["yes"]);
  expect(names("select 5--$yes\n", "mysql")).toEqual(["yes"]);
  expect(names("select /* /* */ $yes", "mysql")).toEqual(["yes"]);
  expect(names("select 1 # $yes", "postgresql")).toEqual(["yes"]);
  expect(names("select a[$yes]", "postgresql")).toEqual(["yes"]);
  expect(names("select type'x', $yes", "postgresql")).toEqual(["yes"]);
  expect(names("select E'x', nice'\\', $yes", "postgresql")).toEqual(["yes"]);
});

const hostile = "'; drop table t; -- \\' \n \" ` $region $$ é";

test("servers that take no values get typed literals, which no value leaves", () => {
  const region = { name: "region", type: "string", value: hostile } as const;
  expect(inlineParameters("select $region", "postgresql", [region])).toBe(
    `select cast(E'''; drop table t; -- \\\\'' \\n " \` $region $$ é' as text)`,
  );
  expect(inlineParameters("select $region", "mysql", [region])).toBe(
    `select '''; drop table t; -- \\\\'' \\n " \` $region $$ é'`,
  );
  const plain = mysqlModes("NO_BACKSLASH_ESCAPES");
  expect(inlineParameters("select $region", "mysql", [region], plain)).toBe(
    `select '${hostile.replaceAll("'", "''")}'`,
  );
  const least = { name: "least", type: "integer", value: "-1" } as const;
  expect(inlineParameters("x -$least", "mysql", [least])).toBe("x -(-1)");
  expect(inlineParameters("x -$least", "postgresql", [least])).toBe("x -cast(E'-1' as bigint)");
  expect(inlineParameters("$day", "mysql", [{ name: "day", type: "date", value: "2026-03-29" }])).toBe(
    "cast('2026-03-29' as date)",
  );
  expect(inlineParameters("$day", "postgresql", [{ name: "day", type: "date", value: null }])).toBe(
    "cast(null as date)",
  );
  expect(() => inlineParameters("$least", "mysql", [{ ...least, value: "1 or 1=1" }])).toThrow("no number");
  expect(inlineParameters("select $other", "mysql", [region])).toBe("select $other");
});

const values = [
  { name: "region", type: "string", value: hostile },
  { name: "day", type: "date", value: "2026-03-29" },
  { name: "least", type: "integer", value: "-9" },
  { name: "part", type: "decimal", value: "0.10" },
  { name: "flag", type: "boolean", value: "true" },
  { name: "none", type: "date", value: null },
] as const;
const script = "select $region a, $day d, -$least i, $part p, $flag f, $none n, '$region' t -- $day";

test("DuckDB takes them as bound values with their types", async () => {
  const { text, values: bound } = bindParameters(script, "duckdb", values);
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const statement = await connection.prepare(`create temp table r as select * from (\n${text}\n)`);
  statement.bind({ ...bound }, Object.fromEntries(Object.keys(bound).map((name) => [name, VARCHAR])));
  await statement.run();
  const rows = (await connection.runAndReadAll("from r")).getRowObjectsJson();
  expect(rows).toEqual([
    { a: hostile, d: "2026-03-29", i: "9", p: "0.100000000000000000", f: true, n: null, t: "$region" },
  ]);
  const types = (await connection.runAndReadAll("describe r")).getRowObjectsJson();
  expect(types.map((one) => one.column_type)).toEqual([
    "VARCHAR",
    "DATE",
    "BIGINT",
    "DECIMAL(38,18)",
    "BOOLEAN",
    "DATE",
    "VARCHAR",
  ]);
  connection.closeSync();
});

test("SQLite takes them as bound values too", () => {
  const { text, values: bound } = bindParameters(script, "sqlite", values);
  const database = new DatabaseSync(":memory:");
  const [row] = database.prepare(`select * from (\n${text}\n)`).all({ ...bound });
  expect({ ...row }).toEqual({ a: hostile, d: "2026-03-29", i: 9, p: 0.1, f: 1, n: null, t: "$region" });
  database.close();
});
