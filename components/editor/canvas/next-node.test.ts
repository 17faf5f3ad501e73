import { describe, expect, it, test } from "vitest";
import { keymapOf } from "../../shell/keys/keymap.ts";
import { canvasKey } from "./canvas-key.ts";
import { nextNode, type Scene } from "./next-node.ts";
import { layOutSteps, mostNodes, nodeCount } from "./steps-layout.ts";

const tables = ["a", "b", "c"].map((name) => ({ name, parents: name === "c" ? ["a"] : [] }));
const scene = (isOpen: boolean, joined: Scene["joined"] = []): Scene => ({
  boxes: layOutSteps(tables, () => isOpen, new Map()).boxes,
  joined,
});
const key = { a: "a", b: "c", stage: "keys" } as const;

describe("nextNode", () => {
  it("begins at the first table", () => {
    expect(nextNode(scene(true), undefined, "down")).toEqual({ table: "a" });
    expect(nextNode(scene(true), { table: "gone" }, "down")).toEqual({ table: "a" });
    expect(nextNode({ boxes: [], joined: [] }, undefined, "down")).toBeUndefined();
  });

  it("goes along the stages of a lane, in both rows", () => {
    const from =
      (stage: "extract" | "keys" | "anonymize" | "publish" | undefined) =>
      (way: Parameters<typeof nextNode>[2]) =>
        nextNode(scene(true), { table: "b", stage }, way);
    expect(from(undefined)("right")).toEqual({ table: "b", stage: "extract" });
    expect(from("extract")("left")).toEqual({ table: "b" });
    expect(from("keys")("right")).toEqual({ table: "b", stage: "anonymize" });
    expect(from("extract")("down")).toEqual({ table: "b", stage: "anonymize" });
    expect(from("anonymize")("up")).toEqual({ table: "b", stage: "extract" });
    expect(from("extract")("up")).toEqual({ table: "b" });
    expect(from("anonymize")("down")).toEqual({ table: "c", stage: "extract" });
    expect(from(undefined)("up")).toEqual({ table: "a", stage: undefined });
  });

  it("follows lines first, those of the stage that it is at", () => {
    const joined = scene(true, [key]);
    expect(nextNode(joined, { table: "a", stage: "publish" }, "down")).toEqual({ table: "b", stage: "keys" });
    const linked = scene(true, [{ ...key, stage: "publish" }]);
    expect(nextNode(linked, { table: "a", stage: "publish" }, "down")).toEqual({ table: "c", stage: "keys" });
    const closed = scene(false, [key]);
    expect(nextNode(closed, { table: "a" }, "right")).toEqual({ table: "c" });
    expect(nextNode(closed, { table: "c" }, "left")).toEqual({ table: "a" });
  });
});

describe("layOutSteps", () => {
  it("puts lanes below each other in their order, closed tables below them, and leaves moved ones where they are", () => {
    const { boxes, passages } = layOutSteps(
      tables,
      (name) => name !== "c",
      new Map([["b", { x: 900, y: -5 }]]),
    );
    expect(boxes.map(({ name, isOpen }) => `${name} ${isOpen}`)).toEqual(["a true", "b true", "c false"]);
    expect(boxes[0]).toMatchObject({ x: 0, y: 0 });
    expect(boxes[1]).toMatchObject({ x: 900, y: -5 });
    expect(boxes[2]?.y).toBeGreaterThanOrEqual(2 * (boxes[0]?.height ?? 0));
    expect(passages("b", "c")).toEqual([]);
    expect(layOutSteps(tables, () => true, new Map())).toMatchObject({ boxes: [{ y: 0 }, {}, {}] });
  });

  it("draws no two tables over each other", () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      name: `t${index}`,
      parents: index === 0 ? [] : [`t${Math.floor(index / 3)}`],
    }));
    for (const isOpen of [() => true, () => false, (name: string) => name.endsWith("7")]) {
      const { boxes } = layOutSteps(many, isOpen, new Map());
      expect(boxes).toHaveLength(60);
      const overlapping = boxes.filter((one, index) =>
        boxes.some(
          (other, at) =>
            at > index &&
            one.x < other.x + other.width &&
            other.x < one.x + one.width &&
            one.y < other.y + other.height &&
            other.y < one.y + one.height,
        ),
      );
      expect(overlapping).toEqual([]);
    }
    expect(nodeCount(18)).toBeLessThan(mostNodes);
    expect(nodeCount(19)).toBeGreaterThan(mostNodes);
  });
});

test("keys are those of their place on the keyboard; letters can be switched off", () => {
  const pressed = (
    code: string,
    held: Partial<Record<"altKey" | "shiftKey" | "ctrlKey", true>> = {},
    [on, chosen]: readonly [boolean, string?] = [true],
  ) =>
    canvasKey(
      { code, altKey: false, shiftKey: false, metaKey: false, ctrlKey: false, timeStamp: 0, ...held },
      keymapOf(chosen ?? null, on),
    );
  expect(pressed("ArrowUp")).toEqual({ does: "go", direction: "up" });
  expect(pressed("ArrowUp", { altKey: true, shiftKey: true })).toEqual({
    does: "put",
    direction: "up",
    isFar: true,
  });
  expect(pressed("KeyC")).toEqual({ does: "connect" });
  expect(pressed("KeyC", {}, [false])).toBeUndefined();
  expect(pressed("KeyC", { ctrlKey: true })).toBeUndefined();
  expect(pressed("KeyC", { altKey: true })).toBeUndefined();
  expect(pressed("F10", { shiftKey: true })).toEqual({ does: "menu" });
  expect(pressed("F10")).toBeUndefined();
  expect(pressed("Delete", {}, [false])).toEqual({ does: "remove" });
  expect(pressed("KeyL", {}, [true, '{"connect":"KeyL"}'])).toEqual({ does: "connect" });
  expect(pressed("KeyC", {}, [true, '{"connect":"KeyL"}'])).toBeUndefined();
});
