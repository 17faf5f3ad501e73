/** Check digits of numbers that identify people and firms. Each takes digits only; separators are the caller's to drop. */

const digitsOf = (text: string): number[] => [...text].map(Number);

const isDigits = (text: string, length: number): boolean => text.length === length && /^[0-9]+$/.test(text);

const weighted = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);

const inn10Weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const inn12FirstWeights = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const inn12SecondWeights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/** A taxpayer number of 9 (firm) or 10 (person) digits with its check digits added. */
export function innCheck(payload: string): string {
  const add = (text: string, weights: readonly number[]) =>
    `${text}${(weighted(digitsOf(text), weights) % 11) % 10}`;
  return payload.length === 9
    ? add(payload, inn10Weights)
    : add(add(payload, inn12FirstWeights), inn12SecondWeights);
}

/** Russian taxpayer number: 10 digits of a firm or 12 of a person. */
export const isInn = (text: string): boolean =>
  (isDigits(text, 10) || isDigits(text, 12)) && innCheck(text.slice(0, text.length === 10 ? 9 : 10)) === text;

/** A pension insurance number of 9 digits with its two check digits added. */
export function snilsCheck(payload: string): string {
  const sum = weighted(digitsOf(payload), [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101;
  return `${payload}${String(sum % 100).padStart(2, "0")}`;
}

/** Russian pension insurance number, 11 digits. Numbers up to 001-001-998 were given out without a check. */
export function isSnils(text: string): boolean {
  if (!isDigits(text, 11)) return false;
  return Number(text.slice(0, 9)) <= 1_001_998 || snilsCheck(text.slice(0, 9)) === text;
}

const isRegistration = (text: string, length: number, modulus: bigint): boolean =>
  isDigits(text, length) && (BigInt(text.slice(0, -1)) % modulus) % 10n === BigInt(text.slice(-1));

/** Russian registration number of a firm, 13 digits. */
export const isOgrn = (text: string): boolean => isRegistration(text, 13, 11n);
/** Russian registration number of a sole proprietor, 15 digits. */
export const isOgrnip = (text: string): boolean => isRegistration(text, 15, 13n);

/** The digit that Luhn's method (ISO/IEC 7812-1) adds. */
export function luhnDigit(payload: string): string {
  const sum = digitsOf(payload)
    .reverse()
    .reduce((total, digit, at) => total + (at % 2 === 1 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return String((10 - (sum % 10)) % 10);
}

export const isLuhn = (text: string): boolean =>
  /^[0-9]{2,}$/.test(text) && luhnDigit(text.slice(0, -1)) === text.slice(-1);

/** Payment card number: 12–19 digits with Luhn's check digit. */
export const isCard = (text: string): boolean => /^[0-9]{12,19}$/.test(text) && isLuhn(text);

const remainder97 = (text: string): bigint =>
  BigInt([...text].map((char) => (/[0-9]/.test(char) ? char : String(char.charCodeAt(0) - 55))).join("")) %
  97n;

/** The two check digits of an account in a country (ISO 13616, mod 97). */
export const ibanCheck = (country: string, account: string): string =>
  String(98n - remainder97(`${account}${country}00`)).padStart(2, "0");

/** International bank account number without spaces (ISO 13616, mod 97). Country lengths are not looked at. */
export const isIban = (text: string): boolean =>
  /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(text) && remainder97(text.slice(4) + text.slice(0, 4)) === 1n;
