import { expect, it } from "vitest";
import { parseJsonPlace, valueAt } from "./json-place.ts";

it.each([
  ["", []],
  ["$", []],
  ["data", ["data"]],
  ["data.items", ["data", "items"]],
  ["$.data.items", ["data", "items"]],
  ["$['odd.name'][0]", ["odd.name", "0"]],
  ['$["a\\"b"]', ['a"b']],
  ["данные.записи", ["данные", "записи"]],
  ["@odata", undefined],
  ["/data/items", ["data", "items"]],
  ["/a~1b/m~0n/", ["a/b", "m~n", ""]],
])("%s is the place %j", (text, place) => {
  expect(parseJsonPlace(text)).toEqual(place);
});

it.each(["a..b", "$..a", "a[*]", "a[?(@.b)]", "a[1:2]", "a.", ".a b", "/a~2b", "a['b'"])(
  "%s is no place",
  (text) => {
    expect(parseJsonPlace(text)).toBeUndefined();
  },
);

it("finds own values only", () => {
  const document = { a: [{ b: 1 }] };
  expect(valueAt(document, ["a", "0", "b"])).toBe(1);
  expect(valueAt(document, ["a", "length", "x"])).toBeUndefined();
  expect(valueAt(document, ["constructor"])).toBeUndefined();
});
