import { expect, test } from "vitest";
import { diagnose } from "#lib/metadata";
import { wideDocument } from "./wide-document.ts";

test("a wide document has its size and no problem", () => {
  const document = wideDocument(3, 24);
  expect(document.tables.map(({ columns }) => columns.length)).toEqual([24, 24, 24]);
  expect(diagnose(document, { mode: "executable" })).toEqual([]);
});
