import { expect, test } from "vitest";
import { findHierarchy } from "#lib/anonymizers";
import {
  addLevel,
  addValue,
  labelsAt,
  moveToNew,
  moveUnder,
  type Row,
  removeLevel,
  removePlace,
  renameLabel,
} from "./value-rows.ts";

const rows: readonly Row[] = [
  ["Тверь", "ЦФО", "Россия"],
  ["Тула", "ЦФО", "Россия"],
  ["Пермь", "ПФО", "Россия"],
  ["Осло", "Østlandet", "Norge"],
];

/** What every change must leave: rows that a hierarchy takes. */
const isSound = (given: readonly Row[]) =>
  findHierarchy("value-table")?.params.safeParse({ rows: given }).success;

test("a class is renamed where it stands, and joins the one whose name it gets", () => {
  expect(renameLabel(rows, { level: 1, label: "ЦФО" }, "Центр")[1]).toEqual(["Тула", "Центр", "Россия"]);
  const joined = renameLabel(rows, { level: 1, label: "ЦФО" }, "Østlandet");
  expect(joined[0]).toEqual(["Тверь", "Østlandet", "Norge"]);
  expect(isSound(joined)).toBe(true);
});

test("a value and a class move with everything under them, and take the labels above", () => {
  const value = moveUnder(rows, { level: 0, label: "Тула" }, "Østlandet");
  expect(value[1]).toEqual(["Тула", "Østlandet", "Norge"]);
  const group = moveUnder(rows, { level: 1, label: "ЦФО" }, "Norge");
  expect(group.slice(0, 2)).toEqual([
    ["Тверь", "ЦФО", "Norge"],
    ["Тула", "ЦФО", "Norge"],
  ]);
  expect(moveUnder(rows, { level: 1, label: "ЦФО" }, "Sverige")).toBe(rows);
  for (const one of [value, group]) expect(isSound(one)).toBe(true);
});

test("a class of its own stands beside the one it was in", () => {
  const moved = moveToNew(rows, { level: 0, label: "Тула" }, "Тульская");
  expect(moved[1]).toEqual(["Тула", "Тульская", "Россия"]);
  expect(isSound(moved)).toBe(true);
});

test("values come and go", () => {
  expect(addValue(rows, "Клин", { level: 1, label: "ЦФО" }).at(-1)).toEqual(["Клин", "ЦФО", "Россия"]);
  expect(addValue(rows, "Тула", { level: 1, label: "ПФО" })).toBe(rows);
  expect(addValue([], "a", undefined)).toEqual([["a", "*"]]);
  expect(removePlace(rows, { level: 2, label: "Россия" })).toEqual([rows[3]]);
});

test("levels come above and go, but one of labels stays", () => {
  const taller = addLevel(rows);
  expect(labelsAt(taller, 3)).toEqual(["*"]);
  expect(addLevel(taller)[0]?.at(-1)).toBe("**");
  expect(removeLevel(rows, 1)[0]).toEqual(["Тверь", "Россия"]);
  expect(removeLevel([["a", "*"]], 1)).toEqual([["a", "*"]]);
  expect(isSound(taller)).toBe(true);
});
