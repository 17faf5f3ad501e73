import { expect, test } from "vitest";
import {
  addProposed,
  addTableCheck,
  arrangeTables,
  freeName,
  type Json,
  moveTable,
  placesOf,
  placeTables,
  readAt,
  readDraft,
  removeTables,
  renameTable,
  setTransformation,
} from "../index.ts";

const draft = (): Json => ({
  name: "m",
  sources: [{ name: "main", ref: "shop" }],
  tables: [{ name: "customers", columns: [] }, { name: "orders" }, { name: "lines" }],
});
const names = (document: Json) => readDraft(document).tables.map(({ name }) => name);

test("places are kept by picture, follow a new name, go with their table, and leave no trace when arranged", () => {
  const placed = placeTables("steps", new Map([["orders", { x: 10.4, y: -20 }]])).apply(draft());
  expect(placesOf(placed, "steps")).toEqual(new Map([["orders", { x: 10, y: -20 }]]));
  expect(placesOf(placed, "relations").size).toBe(0);
  const both = placeTables("steps", new Map([["lines", { x: 1, y: 2 }]])).apply(placed);
  expect(placesOf(placeTables("steps", new Map([["orders", { x: 0, y: 0 }]])).apply(both), "steps")).toEqual(
    new Map([
      ["lines", { x: 1, y: 2 }],
      ["orders", { x: 0, y: 0 }],
    ]),
  );
  expect([...placesOf(renameTable("orders", "sales").apply(both), "steps").keys()]).toEqual([
    "sales",
    "lines",
  ]);
  expect([...placesOf(removeTables(["orders"]).apply(both), "steps").keys()]).toEqual(["lines"]);
  expect(readAt(removeTables(["orders"]).apply(placed), ["ui"])).toBeUndefined();
  expect(arrangeTables("steps").apply(both)).toEqual(draft());
  const view = placeTables("relations", new Map([["orders", { x: 1, y: 1 }]])).apply(both);
  expect(placesOf(arrangeTables("steps").apply(view), "relations").size).toBe(1);
});

test("a table moves in the order of the document, never out of it", () => {
  expect(names(moveTable("lines", 0).apply(draft()))).toEqual(["lines", "customers", "orders"]);
  expect(names(moveTable("customers", 99).apply(draft()))).toEqual(["orders", "lines", "customers"]);
  expect(names(moveTable("customers", -1).apply(draft()))).toEqual(names(draft()));
  expect(moveTable("gone", 0).apply(draft())).toEqual(draft());
});

test("a transformation is put in and taken out, a check comes behind those that are there", () => {
  const made = setTransformation("orders", "select 1").apply(draft());
  expect(readAt(made, ["tables", 1, "transformation"])).toEqual({ language: "sql", script: "select 1" });
  expect(setTransformation("orders", undefined).apply(made)).toEqual(draft());
  const checked = addTableCheck("orders", "row-count").apply(
    addTableCheck("orders", "expression").apply(made),
  );
  expect(readDraft(checked).tables[1]?.checks.map(({ rule }) => rule)).toEqual(["expression", "row-count"]);
});

test("proposed tables read the draft's own source, and take a free name with all that leads to them", () => {
  const proposed: Json = {
    sources: [{ name: "shop", ref: "shop" }],
    person: { table: "Customers" },
    tables: [
      { name: "Customers", extraction: { language: "sql", source: "shop", script: "select * from c" } },
      {
        name: "visits",
        foreignKeys: [{ columns: ["c"], references: { table: "Customers", columns: ["id"] } }],
      },
    ],
  };
  const added = addProposed(proposed, "shop").apply(draft());
  expect(names(added)).toEqual(["customers", "orders", "lines", "Customers_2", "visits"]);
  expect(readAt(added, ["tables", 3, "extraction", "source"])).toBe("main");
  expect(readDraft(added).tables[4]?.foreignKeys[0]?.parent).toBe("Customers_2");
  expect(readAt(added, ["person"])).toBeUndefined();
  expect(readDraft(added).sources).toHaveLength(1);
  const first = addProposed(proposed, "shop").apply({ name: "m", sources: [{ name: "shop", ref: "other" }] });
  expect(readAt(first, ["person"])).toEqual({ table: "Customers" });
  expect(readAt(first, ["sources", 1])).toEqual({ name: "shop-2", ref: "shop" });
  expect(readAt(first, ["tables", 0, "extraction", "source"])).toBe("shop-2");
  expect(freeName("a", ["A", "a_2"])).toBe("a_3");
});
