import { isCard, luhnDigit } from "../check-digits.ts";
import { decimalPlace, type NumberFormat } from "./number-format.ts";

/** Payment card number. The issuer's digits may stay (ISO/IEC 7812: 6, lately 8); no card begins with zero. */
export const card: NumberFormat = (text, { keepStart }) => {
  if (!isCard(text) || text.startsWith("0")) return undefined;
  const kept = text.slice(0, keepStart);
  const payload = text.slice(keepStart, -1);
  if (payload === "") return undefined;
  const least = keepStart === 0 ? 10n ** BigInt(payload.length - 1) : 0n;
  return decimalPlace(payload, kept, least, (other) => `${kept}${other}${luhnDigit(`${kept}${other}`)}`);
};
