import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import { compactOf, rankOf, respelled, symbolsOf } from "#lib/personal-data";
import { defineAnonymizer, type MapContext, type MapValue, type ValueBounds } from "../definition.ts";
import { domainParam } from "../domain-param.ts";
import { integerCipher, leastDomain, type SymbolCipher, symbolCiphers } from "../integer-cipher.ts";
import { text } from "../texts.ts";

const digits = "0123456789";
const latin = "abcdefghijklmnopqrstuvwxyz";
const cyrillic = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";

/** What each alphabet permutes; a symbol stays within its own class, a letter in its case. */
const alphabets = { digits: [digits], latin: [latin], cyrillic: [cyrillic], alnum: [digits, latin] } as const;
const alphabetNames = [
  "digits",
  "latin",
  "cyrillic",
  "alnum",
] as const satisfies readonly (keyof typeof alphabets)[];

interface Parameters {
  readonly alphabet: (typeof alphabetNames)[number];
  readonly domain?: string | undefined;
}

/** FF1's cost grows with the square of the length; what is longer is no identifier. */
const mostSymbols = 128;
/** Of 64-bit integers. */
const beyondIntegers = 2n ** 63n;

type Step = "encrypt" | "decrypt";

/** Digits of an integer, which may not begin with zero. */
function permutedInteger(value: string, cipher: SymbolCipher, step: Step): string | null {
  const sign = value.startsWith("-") ? "-" : "";
  const number = value.slice(sign.length);
  const least = 10n ** BigInt(number.length - 1);
  const most = 10n * least < beyondIntegers ? 10n * least : beyondIntegers;
  if (most - least < leastDomain || BigInt(number) < least || BigInt(number) >= most) return null;
  return `${sign}${integerCipher(cipher)[step](BigInt(number) - least, most - least) + least}`;
}

type Ciphers = (radix: number, tweak: string) => SymbolCipher;

/** Symbols in their places; undefined where there are too few like them. */
function permuted(
  symbols: readonly string[],
  places: readonly string[],
  alphabet: string,
  ciphers: Ciphers,
  step: Step,
): string[] | undefined {
  const [first = ""] = places;
  if (places.every((place) => place === first)) {
    if (first.length ** places.length < leastDomain) return undefined;
    const numbers = symbols.map((symbol) => first.indexOf(symbol));
    return ciphers(first.length, alphabet)
      [step](numbers)
      .map((at) => first[at] ?? "");
  }
  const { rank, size } = rankOf(symbols, places);
  if (size < leastDomain) return undefined;
  // Places of several alphabets have no radix: their number is permuted.
  const pattern = places.map((place) => place.length).join(" ");
  return symbolsOf(integerCipher(ciphers(10, `${alphabet}/${pattern}`))[step](rank, size), places);
}

const permuting =
  (step: Step) =>
  async ({ key, params, type }: MapContext<Parameters>): Promise<MapValue> => {
    const ciphers = await symbolCiphers(key);
    const classes: readonly string[] = alphabets[params.alphabet];
    return (value) => {
      if (value.length > 4 * mostSymbols) return null;
      if (type.name === "integer")
        return permutedInteger(value, ciphers(10, `integer/${value.length}`), step);
      const written = compactOf(value);
      const symbols = written.map((symbol) => symbol.toLowerCase());
      const places = symbols.map(
        (symbol, at) =>
          // The Kelvin sign is no capital of k: there must be a way back.
          (written[at] === symbol || written[at] === symbol.toUpperCase()
            ? classes.find((alphabet) => alphabet.includes(symbol))
            : undefined) ?? "",
      );
      if (symbols.length > mostSymbols || places.includes("")) return null;
      const made = permuted(symbols, places, params.alphabet, ciphers, step);
      if (made === undefined) return null;
      return respelled(
        value,
        made.map((symbol, at) => (written[at] === symbols[at] ? symbol : symbol.toUpperCase())),
      );
    };
  };

/** Whether even the longest values that checks let through have too few like them. */
function isTooSmall({ alphabet }: Parameters, type: ColumnType, bounds: ValueBounds): boolean {
  if (type.name !== "integer") {
    const radix = Math.max(...alphabets[alphabet].map((symbols) => symbols.length));
    const { maximumLength } = bounds;
    return (
      maximumLength !== undefined &&
      maximumLength < mostSymbols &&
      radix ** maximumLength < Number(leastDomain)
    );
  }
  const { minimum, maximum } = bounds;
  // An integer of six digits is one of 900,000.
  return (
    minimum !== undefined &&
    maximum !== undefined &&
    Number(minimum) > -Number(leastDomain) &&
    Number(maximum) < Number(leastDomain)
  );
}

/** FF1 of NIST SP 800-38G: digits become digits and letters letters, in the same places, and different texts stay different. */
export const fpe = defineAnonymizer({
  id: "fpe",
  version: 1,
  accepts: ["string", "integer"],
  returns: "same",
  properties: { deterministic: true, keyed: true, reversible: true, unique: "preserved", nulls: "kept" },
  params: z.strictObject({
    alphabet: z
      .enum(alphabetNames)
      .default("digits")
      .meta({
        label: text("Alphabet", "Алфавит"),
        help: text(
          "digits, latin, cyrillic or alnum (digits and Latin letters). Separators stay; anything else goes to quarantine.",
          "digits — цифры, latin — латиница, cyrillic — кириллица, alnum — цифры и латиница. Разделители остаются, остальное попадает в карантин.",
        ),
      }),
    domain: domainParam(),
  }),
  problem: ({ alphabet }: Parameters, type: ColumnType) =>
    type.name === "integer" && alphabet !== "digits"
      ? text("an integer has digits only", "в целом числе только цифры")
      : undefined,
  problemWithin: (params: Parameters, type: ColumnType, bounds) =>
    isTooSmall(params, type, bounds)
      ? text(
          "the column's checks leave fewer than a million values like any of its own, so every row would go to quarantine; use pseudonymize",
          "проверки колонки оставляют меньше миллиона подобных значений, и все строки попали бы в карантин; используйте pseudonymize",
        )
      : undefined,
  map: { keepsSpelling: true, open: permuting("encrypt"), invert: permuting("decrypt") },
  loss: () => 0.5,
  technique: {
    dpv: "DeterministicPseudonymisation",
    etlx: "fpe",
    label: text("Format-preserving encryption", "Шифрование с сохранением формата"),
  },
  docs: {
    title: text("Format-preserving encryption", "Шифрование с сохранением формата"),
    summary: text(
      "Replaces digits by digits and letters by letters, in place; different values stay different. A value with under a million like it (such as 5 digits) goes to quarantine.",
      "Заменяет цифры цифрами и буквы буквами на их местах; разные значения остаются разными. Значение, подобных которому меньше миллиона (например, 5 цифр), попадает в карантин.",
    ),
    risk: text(
      "Whoever has the key can go back. Length, case, separators and how often a value occurs show.",
      "Владелец ключа может вернуть исходное. Видны длина, регистр, разделители и частота значений.",
    ),
    examples: [
      { input: "4510 123456" },
      { type: "integer", input: "12345678" },
      { type: "integer", input: "123456", output: null },
      { input: "12345", output: null },
      { input: "12345x", output: null },
      { params: { alphabet: "latin" }, input: "McDonald" },
      { params: { alphabet: "cyrillic" }, input: "Петрова-Водкина" },
      { params: { alphabet: "alnum" }, input: "XTA21099-Y2345678" },
      { input: null, output: null },
    ],
  },
});
