import { expect, test } from "vitest";
import { paletteQuery } from "./palette-query.ts";

test.each([
  ["m: shop", "module", "shop"],
  ["D:shop", "version", "shop"],
  ["r:", "run", ""],
  ["c: e mail", "column", "e mail"],
  // Typed in the Cyrillic layout.
  ["с:email", "column", "email"],
  ["ь:shop", "module", "shop"],
  ["x: shop", undefined, "x: shop"],
  [" email ", undefined, "email"],
  ["cm: a", undefined, "cm: a"],
])("%s looks for %s %s", (query, kind, text) => {
  expect(paletteQuery(query)).toEqual(kind ? { kind, text } : { text });
});
