import { expect, it } from "vitest";
import { locate } from "./index.ts";

const text = `{
  "name": "a",
  "tables": [
    {"name": "x", "columns": [{"name": "id"}]}
  ]
}`;

it("finds a property by its name", () => {
  expect(locate(text, ["tables"])).toEqual({ line: 3, column: 3, endLine: 3, endColumn: 11 });
  expect(locate(text, ["tables", 0, "columns", 0, "name"])).toMatchObject({ line: 4, column: 32 });
});

it("finds the owner of what is missing", () => {
  expect(locate(text, ["tables", 0, "columns", 0, "datatype"])).toMatchObject({ line: 4, column: 31 });
  expect(locate(text, ["tables", 7, "columns"])).toMatchObject({ line: 3 });
});

it("reads half-finished text, and answers nothing for none", () => {
  expect(locate('{\n "name": "a", "tables": [ {"nam', ["name"])).toMatchObject({ line: 2, column: 2 });
  expect(locate("", ["name"])).toBeUndefined();
});
