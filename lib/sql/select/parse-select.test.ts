import { describe, expect, test } from "vitest";
import { parseSelect } from "./parse-select.ts";
import type { SelectDialect } from "./words.ts";

const parse = (script: string, dialect: SelectDialect = "postgresql") => parseSelect(script, dialect);

describe("one plain SELECT", () => {
  test("items, tables and the condition stand where the script has them", () => {
    const script = `select v.id, "Born at" as born, upper(v.name) as name, 1 -- from nothing
      from clinic.visit as v where v.at > '2020-01-01' and kind in (1, 2);`;
    const found = parse(script);
    expect(found?.tables).toEqual([{ schema: "clinic", name: "visit", alias: "v" }]);
    expect(found?.items).toEqual([
      { kind: "column", name: "id", reads: { column: "id", table: "v" } },
      { kind: "column", name: "born", reads: { column: "Born at" } },
      {
        kind: "expression",
        name: "name",
        reads: [{ table: "v", column: "name" }, { column: "v" }],
        readsAll: false,
      },
      { kind: "expression", reads: [], readsAll: false },
    ]);
    expect(script.slice(found?.where?.at, found?.where?.end)).toBe("v.at > '2020-01-01' and kind in (1, 2)");
    expect(script.slice(found?.from.at, found?.from.end)).toBe("clinic.visit as v");
    expect(found?.hasMore).toBe(false);
  });

  test("joins name their tables, and conditions of joins none", () => {
    const found = parse("select * from a join b x on a.id = x.id left join c using (id), d", "duckdb");
    expect(found?.tables.map(({ alias }) => alias)).toEqual(["a", "x", "c", "d"]);
  });

  test.each([
    ["select a from t group by a", true],
    ["select a from t order by a limit 3", true],
    ["select a from t where a = 1 order by a", true],
    ["select a from t where a = 1", false],
  ])("%s: more comes after: %s", (script, hasMore) => {
    expect(parse(script)?.hasMore).toBe(hasMore);
  });

  test("a star inside of a function takes in everything, that of count nothing", () => {
    const readsAll = (item: string) => {
      const [found] = parse(`select ${item} as x from t`, "duckdb")?.items ?? [];
      return found?.kind === "expression" ? found.readsAll : undefined;
    };
    expect(readsAll("count(*)")).toBe(false);
    expect(readsAll("struct_pack(*)")).toBe(true);
    expect(readsAll("columns('.*')")).toBe(true);
    expect(readsAll("a * b")).toBe(false);
  });
});

describe("what is more than that is not guessed", () => {
  test.each([
    "with x as (select 1) select * from x",
    "select * from a union select * from b",
    "select (select max(id) from b) as m from a",
    "select * from (select * from a) q",
    "select * from a, lateral f(a.id) x",
    "select * from generate_series(1, 3) x",
    "select a from t where a = E'\\''",
    "select a from t where a = 'x\\'y'",
    "select a from t where a = $1",
    "select $$a$$ from t",
    "select * exclude (a) from t",
    "select a from t; select b from u",
    "insert into t values (1)",
    "select a from t where (a = 1",
    "from t select a",
    "select a /* unfinished from t",
    "select distinct on (a) a from t",
    "select a from t x (b)",
  ])("%s", (script) => {
    expect(parse(script)).toBeUndefined();
    expect(parse(script, "duckdb")).toBeUndefined();
  });

  test("what MySQL alone runs or reads as a text", () => {
    expect(parse("select a /*!50000 , secret */ from t", "mysql")).toBeUndefined();
    expect(parse('select "a" from t', "mysql")).toBeUndefined();
    expect(parse("select a from t # where", "mysql")).toBeUndefined();
    expect(parse("select `a` from `t`", "mysql")?.items).toEqual([
      { kind: "column", name: "a", reads: { column: "a" } },
    ]);
  });
});
