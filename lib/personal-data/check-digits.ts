/** Check digits of numbers that identify people and firms. Each takes digits only; separators are the caller's to drop. */

const digitsOf = (text: string): number[] => [...text].map(Number);

const isDigits = (text: string, length: number): boolean => text.length === length && /^[0-9]+$/.test(text);

const weighted = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);

const inn10Weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const inn12FirstWeights = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const inn12SecondWeights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/** Russian taxpayer number: 10 digits of a firm or 12 of a person. */
export function isInn(text: string): boolean {
  const digits = digitsOf(text);
  const check = (weights: readonly number[]) => (weighted(digits, weights) % 11) % 10;
  if (isDigits(text, 10)) return check(inn10Weights) === digits[9];
  return (
    isDigits(text, 12) && check(inn12FirstWeights) === digits[10] && check(inn12SecondWeights) === digits[11]
  );
}

/** Russian pension insurance number, 11 digits. Numbers up to 001-001-998 were given out without a check. */
export function isSnils(text: string): boolean {
  if (!isDigits(text, 11)) return false;
  if (Number(text.slice(0, 9)) <= 1_001_998) return true;
  const sum = weighted(digitsOf(text), [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101;
  return (sum === 100 ? 0 : sum) === Number(text.slice(9));
}

const isRegistration = (text: string, length: number, modulus: bigint): boolean =>
  isDigits(text, length) && (BigInt(text.slice(0, -1)) % modulus) % 10n === BigInt(text.slice(-1));

/** Russian registration number of a firm, 13 digits. */
export const isOgrn = (text: string): boolean => isRegistration(text, 13, 11n);
/** Russian registration number of a sole proprietor, 15 digits. */
export const isOgrnip = (text: string): boolean => isRegistration(text, 15, 13n);

/** Payment card number: 12–19 digits with Luhn's check digit. */
export function isCard(text: string): boolean {
  if (!/^[0-9]{12,19}$/.test(text)) return false;
  const sum = digitsOf(text)
    .reverse()
    .reduce((total, digit, at) => total + (at % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return sum % 10 === 0;
}

/** International bank account number without spaces (ISO 13616, mod 97). Country lengths are not looked at. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const moved = text.slice(4) + text.slice(0, 4);
  const number = [...moved]
    .map((char) => (/[0-9]/.test(char) ? char : String(char.charCodeAt(0) - 55)))
    .join("");
  return BigInt(number) % 97n === 1n;
}
