import { expect, it } from "vitest";
import type { TableDocument } from "#lib/metadata";
import { availableColumns } from "./available-columns.ts";

const table = (more: Partial<TableDocument>): TableDocument => ({
  name: "people",
  publish: true,
  columns: [{ name: "id" }, { name: "city", from: "town" }],
  ...more,
});
const given = ["id", "town", "age group", "Иванова"];

it("names all columns of a table that a source names", () => {
  expect(availableColumns(table({}), given)).toBe("id, town, age group, Иванова");
});

it("names of a scripted table only what its script or the document says, and counts the others", () => {
  const scripts: readonly Partial<TableDocument>[] = [
    { extraction: { source: "s", language: "python", script: "df['age group'] = 1" } },
    { transformation: { language: "sql", script: `select 1 as "age group"` } },
    { extraction: { source: "s", language: "sql", script: "PIVOT x ON name -- 'age group'" } },
  ];
  for (const script of scripts)
    expect(availableColumns(table(script), given)).toBe("id, town, age group, … (1)");
});
