import { list, literal, type Sql, sql } from "#lib/sql";

/** What a choice needs of the row: the hash, and 1 where women's names are to be taken, else 0. */
export interface Choice {
  /** Whether different rows draw different numbers, so that words may be neither shared nor ambiguous. */
  readonly isUnique: boolean;
  readonly at: (count: number) => Sql;
  /** For a count that depends on the row; of those that depend on it, `least` is the smallest. */
  readonly atMost: (count: Sql, least: number) => Sql;
  /** One more hash, for a number of many digits. */
  readonly number: (count: number) => Sql;
  readonly female: Sql;
}

export const one = (words: readonly string[], { at }: Choice): Sql =>
  sql`${list(words)}[cast(${at(words.length)} as bigint) + 1]`;

/** Words for women and for men. */
export interface Gendered {
  readonly female: readonly string[];
  readonly male: readonly string[];
}

/**
 * A word of the women's or the men's list. They stand in one list behind each other, and where to look is computed
 * without `case`: what is mentioned inside one, the hash above all, the engine would compute again for each mention.
 */
export function gendered(words: Gendered, { atMost, female, isUnique }: Choice): Sql {
  const { female: ofWomen, male: ofMen } = isUnique ? apart(words) : words;
  const women = ofWomen.length;
  const men = ofMen.length;
  const size = sql`cast(${men} + ${female} * ${women - men} as ubigint)`;
  return sql`${list([...ofWomen, ...ofMen])}[cast(${atMost(size, Math.min(women, men))} as bigint) + ${women + 1} - ${female} * ${women}]`;
}

const single = (words: readonly string[]): string[] => words.filter((word) => !word.includes(" "));

/** Words of men that are none of women. */
const ofMenOnly = ({ female, male }: Gendered): string[] =>
  single(male).filter((word) => !female.includes(word));

/** Whether a word tells the gender; some languages have one list of last names for both. */
export const isTelling = (words: Gendered): boolean => ofMenOnly(words).length > 0;

/** Single words, and none in both lists: then a full name tells which of them were drawn. */
const apart = (words: Gendered): Gendered =>
  isTelling(words)
    ? { female: single(words.female), male: ofMenOnly(words) }
    : { female: single(words.female), male: single(words.male) };

/** Numbers of one hash: `at(n)` is one of 0 … n−1, each call independent of the others. 64 bits suffice for a handful. */
export function draws(pick: Sql): (count: Sql | number) => Sql {
  let used = 1n;
  return (count) => {
    const rest = used === 1n ? pick : sql`(${pick} // ${literal(used)})`;
    used *= 1009n;
    return sql`(${rest} % ${count})`;
  };
}

/**
 * Digits of one number below the product of all counts, in this mixed radix: different numbers give different draws.
 * `counts` remembers them, so that the product is known.
 */
export function digits(number: Sql, counts: bigint[]): (count: number) => Sql {
  return (count) => {
    const before = counts.reduce((product, one) => product * one, 1n);
    counts.push(BigInt(count));
    return sql`((${number} // ${literal(before)}) % ${count})`;
  };
}
