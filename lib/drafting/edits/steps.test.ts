import { expect, test } from "vitest";
import type { Json } from "../json.ts";
import { readAt } from "../json.ts";
import { put } from "./edit.ts";
import { disableStep, duplicateStep, insertStep, moveStep, nameStep, removeStep } from "./steps.ts";

const path = ["tables", 0, "columns", 0, "normalize"];
const at = { path, where: "orders.city" };
const trim = { rule: "trim" };
const upper = { rule: "case", with: { to: "upper" } };
const document: Json = {
  tables: [{ name: "orders", columns: [{ name: "city", normalize: [trim, upper] }] }],
};
const rules = (json: Json) => readAt(json, path);

test("steps come, go, move and repeat, and say so in both languages", () => {
  const added = insertStep(at, { rule: "collapse-space" }, 1);
  expect(rules(added.apply(document))).toEqual([trim, { rule: "collapse-space" }, upper]);
  expect(added.label).toEqual({
    en: "Add collapse-space to orders.city",
    ru: "Добавить collapse-space в orders.city",
  });
  expect(rules(moveStep(at, 1, 0, upper).apply(document))).toEqual([upper, trim]);
  expect(rules(duplicateStep(at, 1, upper).apply(document))).toEqual([trim, upper, upper]);
  expect(duplicateStep(at, 7, upper).apply(document)).toBe(document);
  expect(rules(removeStep(at, 0, trim).apply(document))).toEqual([upper]);
  expect(removeStep(at, 7, trim).apply(document)).toBe(document);
});

test("the last step takes its list with it, and a first one brings it", () => {
  const empty = [upper, trim].reduce<Json>((json, step) => removeStep(at, 0, step).apply(json), document);
  expect(readAt(empty, path.slice(0, -1))).toEqual({ name: "city" });
  expect(rules(insertStep(at, trim).apply(empty))).toEqual([trim]);
});

test("what is taken out leaves no empty object behind, but what has to be there stays", () => {
  const full: Json = { tables: [{ name: "orders", columns: [], limits: { maxRejected: 0.1 } }] };
  const label = { en: "", ru: "" };
  const limit = ["tables", 0, "limits", "maxRejected"];
  expect(put(limit, undefined, label, { keep: 2 }).apply(full)).toEqual({
    tables: [{ name: "orders", columns: [] }],
  });
  expect(put(limit, undefined, label, { keep: 3 }).apply(full)).toEqual({
    tables: [{ name: "orders", columns: [], limits: {} }],
  });
  expect(readAt(put(limit, 0.2, label, { keep: 2 }).apply(full), limit)).toBe(0.2);
});

test("names a step, and takes an empty name away", () => {
  const named = nameStep(at, 0, trim, "Spaces of the old shop").apply(document);
  expect(readAt(named, [...path, 0])).toEqual({ ...trim, title: "Spaces of the old shop" });
  expect(nameStep(at, 0, trim, "").apply(named)).toEqual(document);
  expect(nameStep(at, 7, trim, "x").apply(document)).toBe(document);
});

test("disables a step in its place, and enables it without a trace", () => {
  const off = disableStep(at, 0, trim, true).apply(document);
  expect(readAt(off, [...path, 0])).toEqual({ ...trim, disabled: true });
  expect(disableStep(at, 0, trim, false).apply(off)).toEqual(document);
});
