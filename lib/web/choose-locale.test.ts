import { expect, test } from "vitest";
import { chooseLocale } from "./choose-locale.ts";

test.each([
  ["ru", "en", "ru"],
  [undefined, "ru-RU,ru;q=0.9,en;q=0.8", "ru"],
  [undefined, "de,en;q=0.5,ru;q=0.7", "ru"],
  [undefined, "ru;q=0,en", "en"],
  [undefined, "de", "en"],
  ["xx", null, "en"],
] as const)("cookie %s and header %s give %s", (cookie, header, expected) => {
  expect(chooseLocale(cookie, header)).toBe(expected);
});
