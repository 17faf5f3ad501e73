import { z } from "zod";
import { compactOf, type NumberPlace, numberFormats, respelled } from "#lib/personal-data";
import { defineAnonymizer, type MapContext, type MapValue } from "../definition.ts";
import { domainParam } from "../domain-param.ts";
import { type IntegerCipher, integerCipher, leastDomain, symbolCiphers } from "../integer-cipher.ts";
import { text } from "../texts.ts";

const kinds = [
  "inn",
  "snils",
  "ogrn",
  "ogrnip",
  "kpp",
  "oms",
  "card",
  "iban",
  "ssn",
] as const satisfies readonly (keyof typeof numberFormats)[];

interface Parameters {
  readonly kind: (typeof kinds)[number];
  readonly keepStart?: number | undefined;
  readonly domain?: string | undefined;
}

/** Longer than any number with its separators. */
const mostCharacters = 100;

/** Puts a small letter where the text had one. */
const inCaseOf = (sample: string, symbol: string): string =>
  sample === sample.toLowerCase() ? symbol.toLowerCase() : symbol;

const permuting =
  (step: (cipher: IntegerCipher, place: NumberPlace) => bigint) =>
  async ({ key, params }: MapContext<Parameters>): Promise<MapValue> => {
    const ciphers = await symbolCiphers(key);
    const read = numberFormats[params.kind];
    const options = { keepStart: params.keepStart ?? 0 };
    return (value) => {
      if (value.length > mostCharacters) return null;
      const symbols = compactOf(value);
      const number = symbols.join("");
      // Other letters may become two in capitals, or one of these.
      const place = /^[0-9A-Za-z]+$/.test(number) ? read(number.toUpperCase(), options) : undefined;
      if (!place || place.size < leastDomain) return null;
      const cipher = integerCipher(ciphers(10, `${params.kind}/${place.kept}`));
      const other = [...place.write(step(cipher, place))];
      return respelled(
        value,
        other.map((symbol, at) => inCaseOf(symbols[at] ?? "", symbol)),
      );
    };
  };

/** Permutes valid official numbers among the valid ones, by format-preserving encryption of what their check digits check. */
export const identifier = defineAnonymizer({
  id: "identifier",
  version: 1,
  accepts: ["string"],
  returns: "string",
  properties: { deterministic: true, keyed: true, reversible: true, unique: "preserved", nulls: "kept" },
  params: z
    .strictObject({
      kind: z.enum(kinds).meta({
        label: text("Number", "Номер"),
        help: text(
          "inn of 10 or 12 digits, kpp, ogrn, ogrnip, snils, oms (health insurance policy), card, iban, ssn.",
          "inn из 10 или 12 цифр, kpp, ogrn, ogrnip, snils, oms (полис ОМС), card, iban, ssn.",
        ),
      }),
      keepStart: z
        .union([z.literal(0), z.literal(6), z.literal(8)])
        .optional()
        .meta({
          label: text("Digits of the card's issuer that stay", "Сохранить цифры эмитента карты"),
          help: text("None, 6 or 8; of cards only.", "Ни одной, 6 или 8; только для карт."),
        }),
      domain: domainParam(),
    })
    .refine((p) => p.keepStart === undefined || p.kind === "card", {
      message: "only cards have an issuer's digits",
    }),
  map: {
    keepsSpelling: true,
    open: permuting((cipher, { rank, size }) => cipher.encrypt(rank, size)),
    invert: permuting((cipher, { rank, size }) => cipher.decrypt(rank, size)),
  },
  loss: () => 0.5,
  technique: {
    dpv: "DeterministicPseudonymisation",
    etlx: "identifier",
    label: text("Format-preserving pseudonymisation", "Псевдонимизация с сохранением формата"),
  },
  docs: {
    title: text("Official number", "Официальный номер"),
    summary: text(
      "A valid number becomes another valid one of the same kind, written the same way; different ones stay different. An invalid number goes to quarantine.",
      "Верный номер становится другим верным номером того же вида в той же записи; разные остаются разными. Неверный номер попадает в карантин.",
    ),
    risk: text(
      "The number made may be somebody's. Whoever has the key can go back; what is kept (a card's issuer, a country) tells groups apart.",
      "Созданный номер может кому-то принадлежать. Владелец ключа может вернуть исходный; сохранённое (эмитент карты, страна) различает группы.",
    ),
    examples: [
      { params: { kind: "inn" }, input: "7707083893" },
      { params: { kind: "inn" }, input: "5001 0073 2259" },
      { params: { kind: "inn" }, input: "7707083894", output: null },
      { params: { kind: "snils" }, input: "112-233-445 95" },
      { params: { kind: "ogrn" }, input: "1027700132195" },
      { params: { kind: "ogrnip" }, input: "304500116000157" },
      { params: { kind: "kpp" }, input: "773601001" },
      { params: { kind: "oms" }, input: "7700 0000 0000 0008" },
      { params: { kind: "card", keepStart: 6 }, input: "4111 1111 1111 1111" },
      { params: { kind: "card" }, input: "4111-1111-1111-1111" },
      { params: { kind: "card" }, input: "4111-1111-1111-1112", output: null },
      { params: { kind: "iban" }, input: "DE89 3704 0044 0532 0130 00" },
      { params: { kind: "ssn" }, input: "123-45-6789" },
      { params: { kind: "snils" }, input: null, output: null },
    ],
  },
});
