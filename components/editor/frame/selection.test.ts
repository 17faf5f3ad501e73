import { expect, test } from "vitest";
import { previewStageOf, type Selection, selectionParser } from "./selection.ts";

test.each<[Selection, string]>([
  [{ table: "orders" }, "orders"],
  [{ table: "a/b", column: "c d" }, "a%2Fb/c%20d"],
  [{ table: "orders", stage: "keys" }, "orders//keys"],
  [{ table: "orders", column: "id", stage: "cleanse" }, "orders/id/cleanse"],
])("%j stands in the address as %s", (selection, text) => {
  expect(selectionParser.serialize(selection)).toBe(text);
  expect(selectionParser.parse(text)).toEqual(selection);
});

test("an address written by hand is read as far as it says something", () => {
  expect(selectionParser.parse("")).toBeNull();
  expect(selectionParser.parse("orders//sweep")).toEqual({ table: "orders" });
  expect(selectionParser.parse("50%")).toEqual({ table: "50%" });
  expect(selectionParser.eq({ table: "a" }, { table: "a", stage: "keys" })).toBe(false);
});

test("a stage that only copies is previewed as the one whose outcome it copies", () => {
  expect(previewStageOf("keys")).toBe("keys");
  expect(previewStageOf("upload")).toBe("protect");
  expect(previewStageOf("publish")).toBe("protect");
  expect(previewStageOf(undefined)).toBeUndefined();
});
