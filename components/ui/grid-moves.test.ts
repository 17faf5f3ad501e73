import { expect, test } from "vitest";
import { gridMove } from "./grid-moves.ts";

const space = { rows: 100, columns: 5, page: 10 };
const at = (row: number, column: number) => ({ row, column });

test.each([
  ["ArrowDown", false, at(3, 2), at(4, 2)],
  ["ArrowUp", false, at(0, 2), at(0, 2)],
  ["ArrowRight", false, at(3, 4), at(3, 4)],
  ["ArrowLeft", false, at(3, 2), at(3, 1)],
  ["Home", false, at(3, 2), at(3, 0)],
  ["End", false, at(3, 2), at(3, 4)],
  ["Home", true, at(3, 2), at(0, 0)],
  ["End", true, at(3, 2), at(99, 4)],
  ["PageDown", false, at(95, 2), at(99, 2)],
  ["PageUp", false, at(3, 2), at(0, 2)],
  ["ArrowDown", true, at(3, 2), at(99, 2)],
] as const)("%s (control: %s) leads from one cell to the other", (key, isControl, from, to) => {
  expect(gridMove(key, isControl, from, space)).toEqual(to);
});

test("headers are walked to where there are any, and other keys lead nowhere", () => {
  expect(gridMove("ArrowUp", false, at(0, 1), { ...space, firstRow: -1 })).toEqual(at(-1, 1));
  expect(gridMove("PageUp", false, at(-1, 1), { ...space, firstRow: -1 })).toEqual(at(-1, 1));
  expect(gridMove("ArrowDown", false, at(-1, 1), { ...space, rows: 0, firstRow: -1 })).toEqual(at(-1, 1));
  for (const key of ["a", "Enter", "constructor"])
    expect(gridMove(key, false, at(0, 0), space)).toBeUndefined();
});
