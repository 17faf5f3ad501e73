import { ibanCheck, isIban } from "../check-digits.ts";
import { rankOf, symbolsOf } from "./mixed-radix.ts";
import type { NumberFormat } from "./number-format.ts";

const digits = "0123456789";
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * International bank account number: the country stays, digits become digits and letters letters, and the check digits
 * of ISO 13616 follow. What some countries check inside of the account is not kept.
 */
export const bankAccount: NumberFormat = (text) => {
  const country = text.slice(0, 2);
  const account = text.slice(4);
  // 00, 01 and 99 can pass the test of 97, 98 and 02, but are not what the standard computes.
  if (!isIban(text) || ibanCheck(country, account) !== text.slice(2, 4)) return undefined;
  const alphabets = [...account].map((symbol) => (digits.includes(symbol) ? digits : letters));
  return {
    kept: country + alphabets.map((alphabet) => (alphabet === digits ? "9" : "A")).join(""),
    ...rankOf([...account], alphabets),
    write: (rank) => {
      const other = symbolsOf(rank, alphabets).join("");
      return `${country}${ibanCheck(country, other)}${other}`;
    },
  };
};
