import fc from "fast-check";
import { expect, it } from "vitest";
import { readArxHierarchy, writeArxHierarchy } from "./arx-csv.ts";

const rowsOf = (text: string) => {
  const read = readArxHierarchy(text);
  return read.ok ? read.value : read.error.en;
};

it("reads what ARX writes: labels that repeat at two levels, tops that are no star, apostrophes, negative numbers", () => {
  const text = "Côte d'Ivoire;Africa;World\r\nNew Zealand;Oceania;World\r\n-1;World;World\r\n";
  expect(rowsOf(text)).toEqual([
    ["Côte d'Ivoire", "Africa", "World"],
    ["New Zealand", "Oceania", "World"],
    ["-1", "World", "World"],
  ]);
});

it("finds the separator, and takes quotes and a byte order mark", () => {
  expect(rowsOf('\ufeff"a, b",x\n"say ""hi""",x')).toEqual([
    ["a, b", "x"],
    ['say "hi"', "x"],
  ]);
  expect(rowsOf("1\t[0, 5)\t*\n7\t[5, 10)\t*\n")).toEqual([
    ["1", "[0, 5)", "*"],
    ["7", "[5, 10)", "*"],
  ]);
});

it("refuses what is no hierarchy, by its line and without its values", () => {
  expect(rowsOf("")).toBe("The file has no lines.");
  expect(rowsOf("a\nb")).toBe("The lines have values and no labels.");
  expect(rowsOf("a;b;c\nsecret;x")).toBe("Line 2 has 2 entries, the first one 3.");
  expect(rowsOf("a;x\nb;x\na;x")).toBe("Lines 1 and 3 are of the same value.");
});

it("any rows come back", () => {
  const label = fc.string({ unit: fc.constantFrom(..."ab ;,\"'\n\r\t-1*ё"), minLength: 1, maxLength: 6 });
  const rows = fc.integer({ min: 2, max: 4 }).chain((width) =>
    fc.uniqueArray(fc.array(label, { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 6,
      selector: ([value]) => value,
    }),
  );
  fc.assert(
    fc.property(rows, (given) => {
      expect(rowsOf(writeArxHierarchy(given))).toEqual(given);
    }),
    { numRuns: 300 },
  );
});
