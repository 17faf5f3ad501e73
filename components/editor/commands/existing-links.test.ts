import { expect, test } from "vitest";
import type { SourceTable } from "#lib/contracts";
import { readDraft } from "#lib/drafting";
import { linksToExisting, notYetIn } from "./existing-links.ts";

const draft = readDraft({
  sources: [
    { name: "main", ref: "shop" },
    { name: "other", ref: "clinic" },
  ],
  tables: [
    { name: "customers", extraction: { source: "main" }, primaryKey: { columns: ["id"] } },
    { name: "cities", extraction: { source: "main" }, primaryKey: { columns: ["code"] } },
    { name: "visits", extraction: { source: "other" }, primaryKey: { columns: ["id"] } },
  ],
});
const found = (name: string, ...parents: readonly string[]): SourceTable => ({
  name,
  kind: "table",
  columns: [],
  primaryKey: [],
  foreignKeys: parents.map((table) => ({
    columns: [`${table}_id`],
    references: { table, columns: ["id"] },
  })),
});

test("a new table is linked to the draft's tables of its own source, by their primary keys", () => {
  expect(linksToExisting(draft, [found("orders", "customers", "cities", "visits", "gone")], "shop")).toEqual([
    { table: "orders", columns: ["customers_id"], parent: "customers", parentColumns: ["id"] },
  ]);
  expect(linksToExisting(draft, [found("orders", "customers")], "elsewhere")).toEqual([]);
});

test("tables of the source that are there already are not offered again", () => {
  const names = (ref: string) =>
    notYetIn(draft, [found("Customers"), found("visits"), found("orders")], ref).map(({ name }) => name);
  expect(names("shop")).toEqual(["visits", "orders"]);
  expect(names("clinic")).toEqual(["Customers", "orders"]);
});
