import { expect, it } from "vitest";
import { ShownWords } from "./shown-words.ts";

const words = new ShownWords("class TooOld(Exception): pass\ndf['full name'] = df.age\n", ["city"], [3]);

it("shows classes of errors that everybody knows or the script defines", () => {
  for (const known of ["ValueError", "ArrowInvalid", "IntCastingNaNError", "TooOld"])
    expect(words.errorClass(known)).toBe(known);
  for (const unknown of ["Иванова", "", "x".repeat(1000), "ValueError: Иванова"])
    expect(words.errorClass(unknown)).toBe("Exception");
});

it("shows lines of the script", () => {
  expect([1, 3, 4, 0, -1, 1.5, 1e9].map((line) => words.line(line))).toEqual([1, 3, 1, 1, 1, 1, 1]);
});

it("shows names that the script or the document says, types, and counts that the product has", () => {
  expect(words.params({ column: "full name", index: "int64", rows: 3 })).toEqual({
    column: "full name",
    index: "int64",
    rows: 3,
  });
  expect(words.params({ column: "Иванова", rows: 79161234567, made: 4 })).toEqual({
    column: "…",
    rows: "…",
    made: "…",
  });
});

it("shows types by their names alone", () => {
  const types = (given: string) => words.params({ types: given }).types;
  expect(types("NoneType, str, TooOld, ValueError")).toBe("NoneType, str, TooOld, ValueError");
  expect(types("decimal128(38, 2), timestamp[us, tz=UTC], duration[ns]")).toBe(
    "decimal128, timestamp[us, tz=UTC], duration[ns]",
  );
  expect(types("struct<Иванова: int64, phone: list<item: string>>, list<item: string>")).toBe("struct, list");
  expect(types("str, Иванова")).toBe("str, …");
  for (const other of [
    "79 16 12 34 56 7",
    "79, 16",
    "decimal128(79, 16",
    "int64[79]",
    "str!?!!?",
    "str, ",
    "",
  ])
    expect(types(other)).toMatch(/^((str|…)(, |$))+$/);
  expect(types("int, int, str, int, str")).toBe("…");
});
