import { expect, test } from "vitest";
import { treeMove, treePlaces } from "./tree-move.ts";

const lines = [
  { id: "a", level: 1, isOpen: true },
  { id: "a1", level: 2 },
  { id: "b", level: 1, isOpen: false },
  { id: "c", level: 1 },
];

test.each([
  ["ArrowDown", 0, { to: 1 }],
  ["ArrowDown", 3, { to: 3 }],
  ["ArrowUp", 0, { to: 0 }],
  ["Home", 2, { to: 0 }],
  ["End", 0, { to: 3 }],
  ["ArrowRight", 0, { to: 1 }],
  ["ArrowRight", 2, { isOpen: true }],
  ["ArrowRight", 3, {}],
  ["ArrowLeft", 0, { isOpen: false }],
  ["ArrowLeft", 1, { to: 0 }],
  ["ArrowLeft", 3, {}],
  ["Enter", 1, { isChosen: true }],
  ["Space", 1, { isChosen: true }],
  ["x", 1, undefined],
] as const)("%s at line %i", (key, at, move) => {
  expect(treeMove(key, at, lines)).toEqual(move);
});

test("each line knows its place among the lines of its parent", () => {
  const places = treePlaces([
    { id: "a", level: 1 },
    { id: "a1", level: 2 },
    { id: "a2", level: 2 },
    { id: "b", level: 1 },
    { id: "b1", level: 2 },
    { id: "c", level: 1 },
  ]);
  expect(places.map(({ place, of }) => `${place}/${of}`)).toEqual(["1/3", "1/2", "2/2", "2/3", "1/1", "3/3"]);
});
