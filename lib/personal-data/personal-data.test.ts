import { describe, expect, test } from "vitest";
import { canonicalEmail, canonicalPhone, isCard, isIban, isInn, isOgrn, isOgrnip, isSnils } from "./index.ts";

describe("check digits", () => {
  test.each([
    [isInn, "7707083893"],
    [isInn, "500100732259"],
    [isSnils, "11223344595"],
    [isOgrn, "1027700132195"],
    [isOgrnip, "304500116000157"],
    [isCard, "4111111111111111"],
    [isIban, "DE89370400440532013000"],
  ])("%o takes %s, and none with one digit changed", (check, valid) => {
    expect(check(valid)).toBe(true);
    const last = valid.at(-1);
    const others = [..."0123456789"]
      .filter((digit) => digit !== last)
      .map((digit) => valid.slice(0, -1) + digit);
    expect(others.filter(check)).toEqual([]);
    expect(check("")).toBe(false);
    expect(check(`${valid} `)).toBe(false);
  });
});

describe("canonical forms", () => {
  test.each([
    ["8 (916) 123-45-67", "+79161234567"],
    ["+7 916 123 45 67", "+79161234567"],
    ["9161234567", "+79161234567"],
    ["0049 30 123456", "+4930123456"],
    ["+1 (415) 555-0132", "+14155550132"],
    ["12345", undefined],
    ["call me", undefined],
  ])("phone %s", (written, canonical) => expect(canonicalPhone(written)).toBe(canonical));

  test.each([
    [" Ivan@Mail.RU", "ivan@mail.ru"],
    ["почта@пример.рф", "почта@пример.рф"],
    ["a b@c.ru", undefined],
    ["nobody", undefined],
  ])("e-mail %s", (written, canonical) => expect(canonicalEmail(written)).toBe(canonical));
});
