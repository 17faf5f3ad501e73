import { describe, expect, it, test } from "vitest";
import { readDraft } from "#lib/drafting";
import { gatherTables, groupsIn } from "./gather.ts";
import { drawnLinks, keyLinks } from "./links.ts";
import { layOutSteps, mostNodes, type StepsGroup, withMoved } from "./steps-layout.ts";

const tables = ["a", "b", "c", "d"].map((name) => ({ name, parents: name === "d" ? ["a", "b"] : [] }));
const group = (isOpen: boolean): StepsGroup => ({ id: "__group G", tables: ["a", "b"], isOpen });
const none = new Map();

describe("layOutSteps with groups", () => {
  it("draws a closed group as one closed box, and its lines to it once", () => {
    const { boxes, frames, drawnIn } = layOutSteps(tables, () => true, none, [group(false)]);
    expect(boxes.map(({ name, isOpen }) => `${name} ${isOpen}`)).toEqual([
      "__group G false",
      "c true",
      "d true",
    ]);
    expect(frames).toEqual([]);
    expect([drawnIn("a"), drawnIn("c")]).toEqual(["__group G", "c"]);
    const draft = readDraft({
      tables: ["a", "b", "c", "d"].map((name) => ({
        name,
        columns: [],
        foreignKeys: (name === "d" ? ["a", "b"] : name === "a" ? ["b"] : []).map((table) => ({
          columns: ["x"],
          references: { table, columns: ["x"] },
        })),
      })),
    });
    const links = keyLinks(draft);
    expect(links).toHaveLength(3);
    expect(drawnLinks(links, drawnIn)).toEqual([
      expect.objectContaining({ child: "d", parent: "a", more: 1 }),
    ]);
    expect(drawnLinks(links, (name) => name)).toEqual(links);
  });

  it("draws an open group within a frame that nothing else is in, and that goes with its tables", () => {
    for (const isOpen of [() => true, () => false]) {
      const layout = layOutSteps(tables, isOpen, none, [group(true)]);
      const [frame] = layout.frames;
      if (!frame) throw new Error("no frame");
      const isWithin = ({ x, y, width, height }: typeof frame) =>
        x >= frame.x &&
        y >= frame.y &&
        x + width <= frame.x + frame.width &&
        y + height <= frame.y + frame.height;
      expect(layout.boxes.filter(isWithin).map(({ name }) => name)).toEqual(["a", "b"]);
      const moved = withMoved(layout, new Map([["a", { x: frame.x - 500, y: frame.y }]]), [group(true)]);
      expect(moved.frames[0]?.x).toBeLessThan(frame.x - 500);
    }
  });
});

test("more tables than a picture holds are gathered by their names, each once", () => {
  const names = Array.from({ length: mostNodes + 40 }, (_, index) =>
    index % 3 === 0 ? `sales_${index}` : index % 3 === 1 ? `HrPerson${index}` : `x${index}y`,
  );
  const groups = gatherTables(names);
  expect(groups.flatMap((one) => one.tables).toSorted()).toEqual(names.toSorted());
  expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
  expect(groups.length).toBeLessThan(10);
  expect(groups.every((one) => one.tables.length <= 70)).toBe(true);

  const document = {
    tables: names.map((name) => ({ name, columns: [] })),
    ui: { canvas: { groups: [{ name: "Mine", tables: ["sales_0", "gone"] }] } },
  };
  const { own, gathered } = groupsIn(document, readDraft(document));
  expect(own).toEqual([{ name: "Mine", tables: ["sales_0"] }]);
  expect(gathered.flatMap((one) => one.tables)).toHaveLength(names.length - 1);
  const few = { ...document, tables: document.tables.slice(0, 9) };
  expect(groupsIn(few, readDraft(few)).gathered).toEqual([]);
});
