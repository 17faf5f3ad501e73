import { expect, test } from "vitest";
import type { Json } from "../json.ts";
import { arrangeTables, placeTables } from "./canvas.ts";
import { groupsOf, removeGroup, setGroup } from "./groups.ts";
import { removeTables, renameTable } from "./tables.ts";

const plain: Json = { tables: ["a", "b", "c"].map((name) => ({ name, columns: [] })) };
const sales = setGroup({ name: "Sales", tables: ["a", "b"] });

test("a table is in one group at most; a group without tables is gone", () => {
  const grouped = sales.apply(plain);
  expect(groupsOf(grouped)).toEqual([{ name: "Sales", tables: ["a", "b"] }]);
  const moved = setGroup({ name: "Other", tables: ["b", "c"] }).apply(grouped);
  expect(groupsOf(moved)).toEqual([
    { name: "Sales", tables: ["a"] },
    { name: "Other", tables: ["b", "c"] },
  ]);
  const renamed = setGroup({ name: "Buying", tables: ["a"] }, "Sales").apply(moved);
  expect(groupsOf(renamed).map(({ name }) => name)).toEqual(["Buying", "Other"]);
  expect(groupsOf(setGroup({ name: "All", tables: ["a", "b", "c"] }).apply(moved))).toHaveLength(1);
  expect(removeGroup("Sales").apply(grouped)).toEqual(plain);
});

test("groups follow their tables, and the places of tables are apart from them", () => {
  const grouped = placeTables("steps", new Map([["a", { x: 1, y: 2 }]])).apply(sales.apply(plain));
  expect(groupsOf(renameTable("a", "z").apply(grouped))).toEqual([{ name: "Sales", tables: ["z", "b"] }]);
  expect(groupsOf(removeTables(["a"]).apply(grouped))).toEqual([{ name: "Sales", tables: ["b"] }]);
  expect(groupsOf(arrangeTables("steps").apply(grouped))).toEqual(groupsOf(grouped));
  expect(groupsOf({ ui: { canvas: { groups: [{ name: 3 }, { name: "x", tables: ["a", 1] }] } } })).toEqual([
    { name: "x", tables: ["a"] },
  ]);
});
