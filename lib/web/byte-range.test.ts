import { expect, test } from "vitest";
import { byteRange, matchesTag } from "./byte-range.ts";

test.each([
  [null, "whole"],
  ["bytes=0-3", { start: 0, end: 3 }],
  ["bytes=4-", { start: 4, end: 9 }],
  ["bytes=-3", { start: 7, end: 9 }],
  ["bytes=-100", { start: 0, end: 9 }],
  ["bytes=8-100", { start: 8, end: 9 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=5-2", "whole"],
  ["bytes=0-1,4-5", "whole"],
  ["rows=0-1", "whole"],
  ["bytes=-", "whole"],
] as const)("%s of ten bytes", (header, expected) => {
  expect(byteRange(header, 10)).toEqual(expected);
});

test("an empty file has no range", () => {
  expect(byteRange("bytes=0-", 0)).toBe("unsatisfiable");
  expect(byteRange("bytes=-1", 0)).toBe("unsatisfiable");
});

test("tags match as their header wants it", () => {
  expect(matchesTag('"a", "b"', '"b"', "strong")).toBe(true);
  expect(matchesTag('W/"b"', '"b"', "strong")).toBe(false);
  expect(matchesTag('W/"b"', '"b"', "weak")).toBe(true);
  expect(matchesTag("*", '"b"', "weak")).toBe(true);
  expect(matchesTag(null, '"b"', "weak")).toBe(false);
});
