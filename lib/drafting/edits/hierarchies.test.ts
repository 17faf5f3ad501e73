import { expect, test } from "vitest";
import { type Json, readAt } from "../json.ts";
import { removeHierarchy, renameHierarchy, setHierarchy } from "./hierarchies.ts";
import { changeForeignKey } from "./keys.ts";

const document: Json = {
  hierarchies: [{ name: "town", rule: "masking", with: { length: 3 } }],
  patterns: [
    { match: "*_town", anonymize: { rule: "generalize-category", with: { hierarchy: "town", level: 1 } } },
  ],
  tables: [
    {
      name: "people",
      columns: [
        { name: "a", hierarchy: { name: "town", level: 1 } },
        { name: "b", anonymize: { rule: "generalize-category", with: { hierarchy: "town", level: 2 } } },
        {
          name: "c",
          anonymize: {
            rule: "conditional",
            with: { apply: { rule: "generalize-category", with: { hierarchy: "town", level: 1 } } },
          },
        },
        { name: "town", description: "town" },
      ],
    },
  ],
};

test("a hierarchy's name follows it into columns, patterns and rules inside rules, and nowhere else", () => {
  const renamed = renameHierarchy(0, "place").apply(document);
  expect(JSON.stringify(renamed)).toBe(
    JSON.stringify(document)
      .replaceAll('"hierarchy":"town"', '"hierarchy":"place"')
      .replace('"hierarchy":{"name":"town"', '"hierarchy":{"name":"place"')
      .replace('[{"name":"town","rule":"masking"', '[{"name":"place","rule":"masking"'),
  );
  expect(readAt(renamed, ["tables", 0, "columns", 3])).toBe(readAt(document, ["tables", 0, "columns", 3]));
  expect(renameHierarchy(3, "x").apply(document)).toBe(document);
});

test("a hierarchy is made another way under its name, and the last one takes the list with it", () => {
  const rows = { rule: "value-table", with: { rows: [["a", "*"]] } };
  expect(readAt(setHierarchy(0, rows, "town").apply(document), ["hierarchies"])).toEqual([
    { name: "town", ...rows },
  ]);
  expect(setHierarchy(1, rows, "x").apply(document)).toBe(document);
  expect(readAt(removeHierarchy(0, "town").apply(document), ["hierarchies"])).toBeUndefined();
});

test("a link gets other columns and another parent; they give up what they take from it", () => {
  const linked: Json = {
    tables: [
      {
        name: "orders",
        columns: [
          { name: "a", datatype: "integer" },
          { name: "b", datatype: "string", privacyClass: "sensitive", nulls: { rule: "keep" } },
        ],
        foreignKeys: [{ columns: ["a"], references: { table: "x", columns: ["id"] }, onOrphan: "keep" }],
      },
    ],
  };
  const changed = changeForeignKey(0, {
    table: "orders",
    columns: ["b"],
    parent: "y",
    parentColumns: ["key"],
  }).apply(linked);
  expect(readAt(changed, ["tables", 0])).toEqual({
    name: "orders",
    columns: [
      { name: "a", datatype: "integer" },
      { name: "b", nulls: { rule: "keep" } },
    ],
    foreignKeys: [{ columns: ["b"], references: { table: "y", columns: ["key"] }, onOrphan: "keep" }],
  });
});
