import { describe, expect, it } from "vitest";
import { drawnTables, layOut } from "./lay-out.ts";

const document = {
  tables: [
    {
      name: "lines",
      columns: [{ name: "order_id", privacyClass: "wrong" }],
      foreignKeys: [{ columns: ["order_id"], references: { table: "orders", columns: ["id"] } }],
    },
    {
      name: "orders",
      publish: false,
      columns: [{ name: "id", privacyClass: "insensitive" }, {}],
      primaryKey: { columns: ["id"] },
      foreignKeys: [{ columns: ["c"], references: { table: "customers" } }],
    },
    { name: "customers", foreignKeys: [{ columns: ["parent"], references: { table: "customers" } }] },
    { columns: [] },
    null,
  ],
};

describe("drawnTables", () => {
  it("takes what a half-finished document has", () => {
    const tables = drawnTables(document);
    expect(tables.map((table) => table.name)).toEqual(["lines", "orders", "customers"]);
    expect(tables[0]?.columns).toEqual([{ name: "order_id", privacyClass: undefined }]);
    expect(tables[1]).toMatchObject({ isPublished: false, primaryKey: ["id"], columns: [{ name: "id" }] });
    expect(drawnTables("nothing")).toEqual([]);
  });
});

describe("layOut", () => {
  it("puts parents left of children, and a self reference nowhere special", () => {
    const places = layOut(drawnTables(document));
    expect(["customers", "orders", "lines"].map((name) => places.get(name)?.x)).toEqual([0, 340, 680]);
  });

  it("ends in a cycle", () => {
    const cyclic = drawnTables({
      tables: [
        { name: "a", foreignKeys: [{ columns: ["b"], references: { table: "b" } }] },
        { name: "b", foreignKeys: [{ columns: ["a"], references: { table: "a" } }] },
      ],
    });
    expect(layOut(cyclic).size).toBe(2);
  });
});
