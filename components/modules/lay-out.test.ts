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
    const { places } = layOut(drawnTables(document));
    expect(["customers", "orders", "lines"].map((name) => places.get(name)?.x)).toEqual([0, 340, 680]);
  });

  it("keeps a lane free where a key crosses a layer, so that its line runs under no table", () => {
    const key = (table: string) => ({ columns: [`${table}_id`], references: { table } });
    const columns = Array.from({ length: 5 }, (_, index) => ({ name: `c${index}` }));
    const tables = drawnTables({
      tables: [
        { name: "customers", columns },
        { name: "orders", columns, foreignKeys: [key("customers")] },
        { name: "messages", columns, foreignKeys: [key("orders"), key("customers")] },
      ],
    });
    const { places, lanes } = layOut(tables);
    expect(lanes("customers", "orders")).toEqual([]);
    const [lane, ...others] = lanes("customers", "messages");
    expect(others).toEqual([]);
    const orders = places.get("orders");
    if (!lane || !orders) throw new Error("Nothing was laid out.");
    expect(lane.x).toBe(orders.x);
    const height = 46 + 5 * 22;
    expect(lane.y < orders.y || lane.y > orders.y + height).toBe(true);
  });

  it("ends in a cycle", () => {
    const cyclic = drawnTables({
      tables: [
        { name: "a", foreignKeys: [{ columns: ["b"], references: { table: "b" } }] },
        { name: "b", foreignKeys: [{ columns: ["a"], references: { table: "a" } }] },
      ],
    });
    expect([...layOut(cyclic).places.keys()].toSorted()).toEqual(["a", "b"]);
  });
});
