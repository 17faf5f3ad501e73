import { expect, test } from "vitest";
import { readDraft } from "#lib/drafting";
import { ruleProblems } from "#lib/metadata";
import { policyMark } from "../inspector/column/policy-mark.ts";
import { scriptLine } from "../inspector/scripts/script-line.ts";
import { columnFacts, domainsOf, rulesIn } from "./column-facts.ts";
import { itemsOf, linesOf, movedItem, rowsOf, tableText } from "./lines.ts";
import { paramsLine } from "./params-line.ts";
import { ruleErrors } from "./rule-errors.ts";
import { accepts, fieldsOf, findRule, policiesFor } from "./rule-kinds.ts";

const draft = readDraft({
  policy: { profiles: ["hipaa-safe-harbor"] },
  patterns: [{ match: "*_id", datatype: "integer", checks: [{ rule: "unique" }] }],
  tables: [
    {
      name: "people",
      columns: [
        { name: "id", datatype: "uuid" },
        { name: "phone", anonymize: { rule: "pseudonymize", with: { domain: "person.phone" } } },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize", with: { domain: "person" } } },
    },
    {
      name: "orders",
      columns: [{ name: "buyer" }, { name: "order_id" }, { name: "note" }],
      foreignKeys: [{ columns: ["buyer"], references: { table: "people", columns: ["id"] } }],
    },
  ],
});
const facts = (table: number, column: number) => {
  const own = draft.tables[table];
  const one = own?.columns[column];
  if (!own || !one) throw new Error("no column");
  return columnFacts(draft, own, one);
};

test("a column's facts come from its key, its pattern and itself", () => {
  expect(facts(0, 0)).toMatchObject({ isPrimary: true, datatype: "uuid", parent: undefined });
  expect(facts(1, 0)).toMatchObject({ datatype: "uuid", parent: { table: "people", column: "id" } });
  expect(facts(1, 1)).toMatchObject({ datatype: "integer", pattern: { match: "*_id", index: 0 } });
  expect(facts(1, 2)).toMatchObject({ datatype: "string", pattern: undefined });
  expect(rulesIn(facts(1, 1).pattern?.json, "checks")).toEqual([{ rule: "unique" }]);
  expect(domainsOf(draft)).toEqual(["person", "person.phone"]);
});

test("keys that refer to each other end where they close", () => {
  const key = (table: string) => [{ columns: ["a"], references: { table, columns: ["a"] } }];
  const cycle = readDraft({
    tables: [
      { name: "x", columns: [{ name: "a" }], foreignKeys: key("y") },
      { name: "y", columns: [{ name: "a", datatype: "date" }], foreignKeys: key("x") },
    ],
  });
  const [table] = cycle.tables;
  const column = table?.columns[0];
  if (!table || !column) throw new Error("no column");
  expect(columnFacts(cycle, table, column).datatype).toBe("string");
});

test("a rule's problems are sorted by its fields, and what is none of theirs stands above", () => {
  const at = ["tables", 0, "columns", 0, "normalize", 0];
  const fields = fieldsOf(findRule("normalizer", "map-values") ?? unreachable(), "en");
  const use = { rule: "map-values", with: { pairs: [["a", 1]], onUnmapped: "no" } };
  const problems = ruleProblems("normalizer", use, { datatype: "string" }).map((one) => ({
    ...one,
    path: [...at, ...one.path],
  }));
  const { errorOf, general } = ruleErrors(problems, { at, fields, locale: "en" });
  const of = (name: string) => {
    const field = fields.find((one) => one.name === name) ?? unreachable();
    return errorOf([...at, "with", name], field);
  };
  expect(of("pairs")).toMatch(/a text/);
  expect(of("onUnmapped")).toMatch(/keep, reject/);
  expect(of("ignoreCase")).toBeUndefined();
  expect(general).toEqual([]);
  const missing = ruleProblems("normalizer", { rule: "map-values" }, { datatype: "binary" });
  expect(ruleErrors(missing, { at: [], fields, locale: "ru" }).general).toHaveLength(2);
});

test("expressions are read over the table's columns at once", () => {
  const datatypes = () =>
    new Map([
      ["a", "date"],
      ["b", "string"],
    ]);
  const check = (condition: string) =>
    ruleProblems("tableCheck", { rule: "expression", with: { condition } }, { datatypes });
  expect(check("a >= date '2020-01-01'")).toEqual([]);
  expect(check("no_column = 1")).toMatchObject([{ code: "rule-problem", path: ["with"] }]);
  expect(check("a >=")).toMatchObject([{ code: "params-invalid", path: ["with", "condition"] }]);
  const script = (expression: string) =>
    ruleProblems(
      "anonymizer",
      { rule: "column-script", with: { expression } },
      { datatype: "string", datatypes },
    );
  expect(script("upper(value)")).toEqual([]);
  expect(script("upper(")).toMatchObject([{ code: "rule-problem" }]);
});

const unreachable = (): never => {
  throw new Error("not found");
};

test("pickers know what a type takes and what a policy refuses", () => {
  const round = findRule("normalizer", "round") ?? unreachable();
  expect(accepts(round, "decimal(8,2)")).toBe(true);
  expect(accepts(round, "string")).toBe(false);
  expect(accepts(round, undefined)).toBe(true);
  const mark = policyMark(draft, "direct-identifier", "en");
  expect(mark("keep")).toBeDefined();
  expect(mark("drop")).toBeUndefined();
  expect(policyMark(draft, "insensitive", "en")("keep")).toBeUndefined();
  expect(policyMark(draft, undefined, "en")("keep")).toBeUndefined();
});

test("a check offers only what it can do about a violation", () => {
  expect(policiesFor("check", "range")).toContain("clamp");
  expect(policiesFor("check", "pattern")).not.toContain("clamp");
  expect(policiesFor("check", "unique")).not.toContain("default");
  expect(policiesFor("tableCheck", "row-count")).toEqual(["warn", "fail"]);
  expect(policiesFor("tableCheck", "expression")).toContain("reject");
});

test("lists and tables survive being text", () => {
  for (const items of [["a", "", "b c"], [], [""]]) expect(itemsOf(linesOf(items))).toEqual(items);
  const rows = [
    ["a", ""],
    ["", "b"],
  ];
  expect(rowsOf(tableText(rows), 2)).toEqual(rows);
  expect(rowsOf("a\r\nb\tc\td", 2)).toEqual([
    ["a", ""],
    ["b", "c"],
  ]);
  expect(movedItem(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(movedItem(["a", "b"], 0, -1)).toEqual(["a", "b"]);
});

test("a closed step says its parameters in a line, and only counts rows and kept values", () => {
  expect(paramsLine({ to: "upper" })).toBe("upper");
  expect(
    paramsLine({
      pairs: [
        ["a", "b"],
        ["c", "d"],
      ],
      ignoreCase: true,
    }),
  ).toBe("(2) · true");
  expect(paramsLine({ pairs: { artefact: `hmac-sha256:${"a".repeat(64)}`, count: 41 } })).toBe("(41)");
  expect(paramsLine({})).toBe("");
});

test("an error marks a line only of the script that it is of", () => {
  const error = (place: object) => ({ code: "script-failed" as const, params: {}, place });
  expect(scriptLine(error({ table: "t", stage: "transform", line: 3 }), "t", "transformation")).toBe(3);
  expect(scriptLine(error({ table: "t", stage: "transform", line: 3 }), "t", "extraction")).toBeUndefined();
  expect(scriptLine(error({ table: "t", line: 2 }), "t", "extraction")).toBe(2);
  expect(scriptLine(error({ table: "u", line: 2 }), "t", "extraction")).toBeUndefined();
  expect(scriptLine(error({ table: "t" }), "t", "extraction")).toBeUndefined();
  expect(scriptLine(undefined, "t", "extraction")).toBeUndefined();
});
