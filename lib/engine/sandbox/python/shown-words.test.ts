import { expect, it } from "vitest";
import { ShownWords } from "./shown-words.ts";

const words = new ShownWords("class TooOld(Exception): pass\ndf['full name'] = df.age\n", ["city"]);

it("shows classes of errors that everybody knows or the script defines", () => {
  for (const known of ["ValueError", "ArrowInvalid", "IntCastingNaNError", "TooOld"])
    expect(words.errorClass(known)).toBe(known);
  for (const unknown of ["Иванова", "", "x".repeat(1000), "ValueError: Иванова"])
    expect(words.errorClass(unknown)).toBe("Exception");
});

it("shows lines of the script", () => {
  expect([1, 3, 4, 0, -1, 1.5, 1e9].map((line) => words.line(line))).toEqual([1, 3, 1, 1, 1, 1, 1]);
});

it("shows names that the script or the document says, types and counts", () => {
  expect(words.params({ column: "full name", index: "int64", rows: 3 })).toEqual({
    column: "full name",
    index: "int64",
    rows: 3,
  });
  expect(words.params({ column: "city", types: "NoneType, str, decimal128(38, 2)" })).toEqual({
    column: "city",
    types: "NoneType, str, decimal128(38, 2)",
  });
  expect(words.params({ column: "Иванова", types: "str, Иванова", type: "struct<Иванова: int64>" })).toEqual({
    column: "…",
    types: "str, …",
    type: "struct<…: int64>",
  });
});
