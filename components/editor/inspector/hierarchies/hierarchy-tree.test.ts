import { expect, test } from "vitest";
import { findNode, hierarchyTree, nodesInSight } from "./hierarchy-tree.ts";

const tree = hierarchyTree([
  { labels: ["37", "[30, 40)", "*"], rows: 3 },
  { labels: ["31", "[30, 40)", "*"], rows: 2 },
  { labels: ["5", "[0, 10)", "*"] },
]);

test("values stand under their labels, with how many there are", () => {
  expect(tree).toHaveLength(1);
  expect(tree[0]).toMatchObject({ label: "*", level: 2, values: 3, rows: 5 });
  expect(tree[0]?.children.map(({ label, values, rows }) => [label, values, rows])).toEqual([
    ["[30, 40)", 2, 5],
    ["[0, 10)", 1, undefined],
  ]);
});

test("only what is open is in sight, and equal labels of two levels stay apart", () => {
  expect(nodesInSight(tree, ({ level }) => level === 2).map(({ label }) => label)).toEqual([
    "*",
    "[30, 40)",
    "[0, 10)",
  ]);
  const same = hierarchyTree([{ labels: ["a", "a", "a"] }]);
  expect(new Set(nodesInSight(same, () => true).map(({ id }) => id)).size).toBe(3);
  expect(hierarchyTree([])).toEqual([]);
});

test("a class is found wherever it went", () => {
  const rows = [
    ["Kazan", "Volga", "*"],
    ["Samara", "Middle", "*"],
    ["Moscow", "Middle", "*"],
  ];
  expect(findNode(rows, { level: 0, label: "Samara" })?.id).toBe(
    "/*/Middle/Samara".replace("*", encodeURIComponent("*")),
  );
  expect(findNode(rows, { level: 1, label: "Middle" })?.values).toBe(2);
  expect(findNode(rows, { level: 1, label: "Ural" })).toBeUndefined();
});
