import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLuhn } from "../check-digits.ts";
import { isCard, isIban, isInn, isOgrn, isOgrnip, isSnils, numberFormats } from "../index.ts";
import { compactOf, respelled } from "./separators.ts";

type Kind = keyof typeof numberFormats;
/** A valid number of each kind, and what checks it. */
const known: Readonly<Record<Kind, readonly [string, (text: string) => boolean]>> = {
  inn: ["7707083893", isInn],
  snils: ["11223344595", isSnils],
  ogrn: ["1027700132195", isOgrn],
  ogrnip: ["304500116000157", isOgrnip],
  kpp: ["7736AB001", (text) => /^\d{4}[0-9A-Z]{2}\d{3}$/.test(text)],
  oms: ["7700000000000008", (text) => text.length === 16 && isLuhn(text)],
  card: ["4111111111111111", isCard],
  iban: ["GB82WEST12345698765432", isIban],
  ssn: ["123456789", (text) => !/^(000|666|9)|^...00|0000$/.test(text) && text.length === 9],
};
const kinds = Object.keys(known) as Kind[];

describe.each(kinds)("%s", (kind) => {
  const [sample, isValid] = known[kind];
  const read = numberFormats[kind];
  const place = (text: string, keepStart = 0) => {
    const found = read(text, { keepStart });
    if (!found) throw new Error(`${text} is no ${kind}`);
    return found;
  };

  test("a number is its own place, and every place is a valid number that reads back", () => {
    const { size, rank, kept, write } = place(sample);
    expect(write(rank)).toBe(sample);
    expect(rank >= 0n && rank < size).toBe(true);
    expect(size >= 1_000_000n).toBe(true);
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: size - 1n }), (other) => {
        const made = write(other);
        seen.add(made);
        const back = place(made);
        return isValid(made) && made.length === sample.length && back.rank === other && back.kept === kept;
      }),
      { numRuns: 500, examples: [[0n], [size - 1n]] },
    );
    expect(seen.size).toBeGreaterThan(200);
  });

  test("what is no such number has no place", () => {
    const wrong = [
      "",
      "x",
      "Ж".repeat(sample.length),
      `${sample}0`,
      `${sample.slice(0, -1)}Ж`,
      "１".repeat(sample.length),
    ];
    expect(wrong.filter((text) => read(text, { keepStart: 0 }))).toEqual([]);
  });
});

test("INN of persons have places of their own", () => {
  const format = numberFormats.inn("500100732259", { keepStart: 0 });
  expect(format?.kept).toBe("12");
  expect(isInn(format?.write(0n) ?? "")).toBe(true);
});

test("pension numbers without check digits, and accounts with other check digits than the standard's, have no place", () => {
  expect(isSnils("00100199899")).toBe(true);
  expect(numberFormats.snils("00100199899", { keepStart: 0 })).toBeUndefined();
  // 98 less the remainder 0 is 98; 01 leaves the remainder 1 as well.
  const account = Array.from({ length: 500 }, (_, at) => String(at).padStart(18, "0"));
  const doubtful = account.map((digits) => `DE01${digits}`).filter(isIban);
  expect(doubtful.length).toBeGreaterThan(0);
  expect(doubtful.filter((iban) => numberFormats.iban(iban, { keepStart: 0 }))).toEqual([]);
});

test("cards keep their issuer's digits where asked", () => {
  for (const keepStart of [6, 8]) {
    const place = numberFormats.card("4111111111111111", { keepStart });
    expect(place?.kept).toBe("41111111".slice(0, keepStart));
    expect(place?.size).toBe(10n ** BigInt(15 - keepStart));
    expect(place?.write(0n).startsWith("41111111".slice(0, keepStart))).toBe(true);
  }
});

test("separators stay where they were", () => {
  const text = "112-233-445 95";
  expect(compactOf(text).join("")).toBe("11223344595");
  expect(respelled(text, [..."98765432100"])).toBe("987-654-321 00");
});
