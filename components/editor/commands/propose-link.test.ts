import { expect, test } from "vitest";
import { type Json, readDraft } from "#lib/drafting";
import { proposeDirection, proposeLink } from "./propose-link.ts";
import { starterScript } from "./starter-script.ts";

const table = (name: string, columns: readonly string[], key: readonly string[] = []): Json => ({
  name,
  columns: columns.map((column) => ({ name: column })),
  ...(key.length > 0 ? { primaryKey: { columns: [...key] } } : {}),
});
const draft = readDraft({
  tables: [
    table("customers", ["id", "parent_id"], ["id"]),
    table("orders", ["id", "customer_id"], ["id"]),
    table("cities", ["CITY"], ["CITY"]),
    table("homes", ["city", "code"]),
    table("lines", ["order_id", "no", "Orders"], ["order_id", "no"]),
    table("notes", ["order_id", "no"]),
    table("codes", ["code"], ["code"]),
  ],
});
const one = (name: string) => {
  const found = draft.tables.find((candidate) => candidate.name === name);
  if (!found) throw new Error(name);
  return found;
};
const columns = (child: string, parent: string) => proposeLink(one(child), one(parent)).columns;

test("a link is proposed by the parent's name, else by equal names, never between two rows' own ids", () => {
  expect(columns("orders", "customers")).toEqual(["customer_id"]);
  expect(columns("customers", "orders")).toEqual([""]);
  expect(columns("homes", "cities")).toEqual(["city"]);
  expect(columns("homes", "codes")).toEqual(["code"]);
  expect(columns("lines", "orders")).toEqual(["order_id"]);
  expect(columns("notes", "lines")).toEqual(["order_id", "no"]);
  expect(columns("customers", "customers")).toEqual([""]);
  expect(columns("orders", "homes")).toEqual([]);
  expect(proposeLink(one("orders"), one("homes")).isWhole).toBe(false);
});

test("two tables are joined from the one that names the other", () => {
  expect(proposeDirection(one("customers"), one("orders")).child.name).toBe("orders");
  expect(proposeDirection(one("orders"), one("customers")).child.name).toBe("orders");
  expect(proposeDirection(one("homes"), one("orders")).child.name).toBe("homes");
});

test("a script begins with the table's own rows, or with those of another", () => {
  expect(starterScript({ name: "Мои rows", extraction: "select 1" }, draft)).toBe(
    'select *\nfrom "Мои rows"',
  );
  expect(starterScript({ name: "made", extraction: undefined }, draft)).toBe("select *\nfrom customers");
  expect(starterScript({ name: "made", extraction: undefined }, readDraft({}))).toBe("select 1 as id");
});
