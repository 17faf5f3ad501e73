import { list, type Sql, sql } from "#lib/sql";

/** Conditions over `v` (trimmed text) and `c` (its letters and digits in capitals) that a value meets. */

export const v = sql`v`;
const c = sql`c`;

export const looksLike = (pattern: string): Sql => sql`regexp_full_match(${v}, ${pattern})`;
export const contains = (pattern: string): Sql => sql`regexp_matches(${v}, ${pattern})`;
export const isCompact = (pattern: string): Sql => sql`regexp_full_match(${c}, ${pattern})`;
export const isAmong = (words: readonly string[]): Sql =>
  sql`list_contains(${list([...new Set(words.map((word) => word.toLowerCase()))])}, lower(${v}))`;

const digitAt = (text: Sql, at: number): Sql => sql`(ascii(substr(${text}, ${at + 1}, 1)) - 48)`;

const sum = (parts: readonly Sql[]): Sql => sql`(${parts.reduce((all, part) => sql`${all} + ${part}`)})`;

const weighted = (weights: readonly number[], start = 0): Sql =>
  sum(weights.map((weight, at) => sql`${weight} * ${digitAt(c, start + at)}`));

/** A condition on the digits, looked at only where there are as many. */
const where = (pattern: string, condition: Sql): Sql =>
  sql`case when ${isCompact(pattern)} then ${condition} else false end`;

const inn12Weights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/** A firm's taxpayer number, 10 digits, or a person's of 12: sums by weights, modulo 11, then 10. */
export const isInn: Sql = sql`(${where("[0-9]{10}", sql`${weighted([2, 4, 10, 3, 5, 9, 4, 6, 8])} % 11 % 10 = ${digitAt(c, 9)}`)} or ${where(
  "[0-9]{12}",
  sql`${weighted(inn12Weights.slice(1))} % 11 % 10 = ${digitAt(c, 10)} and ${weighted(inn12Weights)} % 11 % 10 = ${digitAt(c, 11)}`,
)})`;

/** A pension insurance number: weights 9…1, modulo 101; 100 counts as 00. */
export const isSnils: Sql = where(
  "[0-9]{11}",
  sql`${weighted([9, 8, 7, 6, 5, 4, 3, 2, 1])} % 101 % 100 = 10 * ${digitAt(c, 9)} + ${digitAt(c, 10)}`,
);

const isRegistration = (length: number, modulus: number): Sql =>
  where(
    `[0-9]{${length}}`,
    sql`coalesce(try_cast(left(${c}, ${length - 1}) as bigint), 0) % ${modulus} % 10 = ${digitAt(c, length - 1)}`,
  );
export const isOgrn: Sql = sql`(${isRegistration(13, 11)} and ${isCompact("[1-9].*")})`;
export const isOgrnip: Sql = sql`(${isRegistration(15, 13)} and ${isCompact("[34].*")})`;

const longestCard = 19;

/** Luhn's check (ISO/IEC 7812-1); zeros in front add nothing. */
const isLuhn: Sql = sql`${sum(
  Array.from({ length: longestCard }, (_, at) => {
    const digit = digitAt(sql`lpad(${c}, ${longestCard}, '0')`, longestCard - 1 - at);
    return at % 2 === 0 ? digit : sql`(2 * ${digit} - case when ${digit} > 4 then 9 else 0 end)`;
  }),
)} % 10 = 0`;
/** First digits of the schemes that issue cards: Mir, Visa, Mastercard, American Express, UnionPay, Maestro, Discover. */
export const isCard: Sql = sql`(${looksLike("[0-9 -]+")} and ${where("(?:2[2-7]|3[47]|4|5[0-8]|6)[0-9]{12,17}", isLuhn)})`;
export const isImei: Sql = where("[0-9]{15}", isLuhn);
export const isOms: Sql = where("[0-9]{16}", isLuhn);

/** Account of ISO 13616: letters are numbers from 10, the first four symbols go last, modulo 97 is 1. */
export const isIban: Sql = where(
  "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}",
  sql`list_reduce(list_prepend(0::bigint, list_transform(string_split(substr(${c}, 5) || left(${c}, 4), ''),
    lambda x: cast(case when x <= '9' then ascii(x) - 48 else ascii(x) - 55 end as bigint))),
    lambda a, x: (a * case when x > 9 then 100 else 10 end + x) % 97) = 1`,
);

/** Account of a Russian bank: 20 digits, a balance account of persons and firms first, then the currency. */
export const isBankAccount: Sql = isCompact("(?:30|40|42|47|45)[0-9]{3}(?:810|643|840|978|156)[0-9]{12}");

const accountWeights = [7, 1, 3];
const accountDigits = 23;

/**
 * Whether the check digit of an account of 20 digits is made with a bank's code of 9 (Bank of Russia, order 515): weights
 * 7 1 3 over the code's last three digits, or 0 and its fifth and sixth for a settlement centre, and the account.
 */
export function isAccountOf(account: Sql, bik: Sql): Sql {
  const head = sql`case when right(${bik}, 3) in ('000', '001', '002') then '0' || substr(${bik}, 5, 2) else right(${bik}, 3) end`;
  const digits = sql`list_transform(string_split((${head}) || ${account}, ''), lambda x: ascii(x) - 48)`;
  const weights = list(
    Array.from({ length: accountDigits }, (_, at) => accountWeights[at % accountWeights.length] ?? 0),
  );
  return sql`list_sum(list_transform(list_zip(${digits}, ${weights}), lambda x: x[1] * x[2] % 10)) % 10 = 0`;
}

/** VIN (ISO 3779): 17 symbols without I, O, Q. */
export const isVin: Sql = sql`(${isCompact("[A-HJ-NPR-Z0-9]{17}")} and ${isCompact(".*[A-Z].*")} and ${isCompact(".*[0-9]{4}")})`;
