import { expect, test } from "vitest";
import { completeSql, quoted, type SqlTable } from "./complete-sql.ts";

const tables: readonly SqlTable[] = [
  {
    name: "orders",
    columns: [
      { name: "id", type: "integer" },
      { name: "Total sum", type: "decimal(12,2)" },
    ],
  },
  { schema: "crm", name: "people", columns: [{ name: "город", type: "string" }] },
];
const at = (script: string) => {
  const offset = script.indexOf("|");
  return completeSql(script.replace("|", ""), offset, tables);
};
const labels = (script: string) =>
  at(script)
    .filter(({ kind }) => kind !== "keyword")
    .map(({ label }) => label);

test.each([
  ["select | from orders", ["id", "Total sum", "orders", "crm.people"]],
  ["select o.| from orders o", ["id", "Total sum"]],
  ["select o.to| from orders as o", ["id", "Total sum"]],
  ['select "p".| from crm.people "p" join orders on true', ["город"]],
  ["select * from crm.|", ["people"]],
  ["select x.| from orders", []],
  ["select | from orders where id = 1", ["id", "Total sum", "orders", "crm.people"]],
])("%s", (script, wanted) => {
  expect(labels(script)).toEqual(wanted);
});

test("a word behind a table that is none of its names is no alias", () => {
  expect(labels("select where.| from orders where id = 1")).toEqual([]);
});

test("names that are no plain words come in quotes", () => {
  expect(at("select | from orders").find(({ label }) => label === "Total sum")?.text).toBe('"Total sum"');
  expect(quoted('a"b')).toBe('"a""b"');
  expect(quoted("plain_1")).toBe("plain_1");
  expect(quoted("Upper")).toBe('"Upper"');
});
