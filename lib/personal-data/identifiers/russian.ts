import {
  innCheck,
  isInn,
  isLuhn,
  isOgrn,
  isOgrnip,
  isSnils,
  luhnDigit,
  snilsCheck,
} from "../check-digits.ts";
import { rankOf, symbolsOf } from "./mixed-radix.ts";
import { decimalPlace, type NumberFormat } from "./number-format.ts";

/** Region 00 exists nowhere; 10 digits of a firm or 12 of a person, each among its own kind. */
export const inn: NumberFormat = (text) => {
  if (!isInn(text)) return undefined;
  const payload = text.slice(0, text.length === 10 ? 9 : 10);
  return decimalPlace(payload, String(text.length), 10n ** BigInt(payload.length - 2), innCheck);
};

/** Numbers up to 001-001-998 were given out without check digits: they have no place among those with them. */
export const snils: NumberFormat = (text) =>
  isSnils(text) ? decimalPlace(text.slice(0, 9), "", 1_001_999n, snilsCheck) : undefined;

const registration =
  (isValid: (text: string) => boolean, modulus: bigint): NumberFormat =>
  (text) => {
    if (!isValid(text)) return undefined;
    // The first digit tells the kind of record.
    const [kind = ""] = text;
    return decimalPlace(text.slice(1, -1), kind, 0n, (payload) => {
      const number = `${kind}${payload}`;
      return `${number}${(BigInt(number) % modulus) % 10n}`;
    });
  };

export const ogrn = registration(isOgrn, 11n);
export const ogrnip = registration(isOgrnip, 13n);

const digits = "0123456789";
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Reason code of a tax registration: tax office, reason (digits or Latin letters), number. It has no check digit. */
export const kpp: NumberFormat = (text) => {
  if (!/^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$/.test(text)) return undefined;
  const alphabets = [...text].map((symbol) => (digits.includes(symbol) ? digits : letters));
  const kept = alphabets.map((alphabet) => (alphabet === digits ? "9" : "A")).join("");
  return {
    kept,
    ...rankOf([...text], alphabets),
    write: (rank) => symbolsOf(rank, alphabets).join(""),
  };
};

/** Number of the single health insurance policy: 16 digits, the last one by the Ministry of Health's rule, which is Luhn's. */
export const omsPolicy: NumberFormat = (text) =>
  text.length === 16 && isLuhn(text)
    ? decimalPlace(text.slice(0, -1), "", 0n, (payload) => `${payload}${luhnDigit(payload)}`)
    : undefined;
