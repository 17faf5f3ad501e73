import { type FakeLocale, fakeNames } from "#lib/personal-data";
import { join, type Sql, sql } from "#lib/sql";
import { type Choice, type Gendered, gendered, one } from "./choice.ts";
import { latinLetters } from "./latin-letters.ts";

export const kinds = [
  "first-name",
  "last-name",
  "patronymic",
  "full-name",
  "email",
  "phone",
  "street",
  "city",
  "company",
  "job",
  "user-name",
  "ip",
] as const;
export type Kind = (typeof kinds)[number];

const latin = (words: readonly string[]): string[] =>
  [...new Set(words.map(latinLetters))].filter((word) => word.length > 1);

/** RFC 2606: nobody can ever own these. */
const reservedDomains = ["example.com", "example.net", "example.org"];

const padded = (number: Sql, width: number): Sql => sql`lpad(cast(${number} as varchar), ${width}, '0')`;

/** The words of a name in their order, for the kinds that are names. */
export const namesOf = (kind: Kind, locale: FakeLocale): readonly Gendered[] => {
  const { first, last, patronymic } = fakeNames[locale];
  if (kind === "first-name") return [first];
  if (kind === "last-name") return [last];
  if (kind === "patronymic") return [patronymic];
  if (kind !== "full-name") return [];
  return locale === "ru" ? [last, first, patronymic] : [first, last];
};

const named =
  (kind: Kind) =>
  (locale: FakeLocale, choice: Choice): Sql =>
    joined(
      namesOf(kind, locale).map((words) => gendered(words, choice)),
      " ",
    );

/** A value of each kind, drawn from what may be invented. */
export const make: Readonly<Record<Kind, (locale: FakeLocale, choice: Choice) => Sql>> = {
  "first-name": named("first-name"),
  "last-name": named("last-name"),
  patronymic: named("patronymic"),
  "full-name": named("full-name"),
  email: (locale, choice) => {
    const { first, last } = fakeNames[locale];
    const names = joined(
      [one(latin([...first.female, ...first.male]), choice), one(latin(last.male), choice)],
      ".",
    );
    return sql`${names} || ${padded(choice.number(1_000_000), 6)} || '@' || ${one(reservedDomains, choice)}`;
  },
  // Russian: area code 000, which the numbering plan gives to nobody. North American: 555-0100 to 555-0199, kept for fiction.
  phone: (locale, choice) =>
    locale === "ru"
      ? sql`'+7000' || ${padded(choice.number(10_000_000), 7)}`
      : sql`'+1' || cast(200 + ${choice.at(800)} as varchar) || '55501' || ${padded(choice.at(100), 2)}`,
  street: (locale, choice) => {
    const street = one(fakeNames[locale].street, choice);
    const house = sql`cast(1 + ${choice.at(150)} as varchar)`;
    return locale === "ru" ? sql`${street} || ', ' || ${house}` : sql`${house} || ' ' || ${street}`;
  },
  city: (locale, choice) => one(fakeNames[locale].city, choice),
  company: (locale, choice) => {
    const stem = one(fakeNames[locale].companyStem, choice);
    if (locale === "en") return joined([stem, one(["Group", "Inc", "LLC", "and Sons"], choice)], " ");
    return sql`${one(["ООО", "АО", "ПАО", "ЗАО"], choice)} || ' «' || ${stem} || '»'`;
  },
  job: (locale, choice) => one(fakeNames[locale].job, choice),
  "user-name": (locale, choice) => {
    const { first } = fakeNames[locale];
    return sql`${one(latin([...first.female, ...first.male]), choice)} || '_' || ${padded(choice.number(1_000_000), 6)}`;
  },
  // RFC 2544: 198.18.0.0/15 is for tests of network devices and belongs to nobody.
  ip: (_locale, { at }) =>
    sql`'198.' || cast(18 + ${at(2)} as varchar) || '.' || cast(${at(256)} as varchar) || '.' || cast(${at(256)} as varchar)`,
};

function joined(parts: readonly Sql[], separator: string): Sql {
  return join(parts, sql` || ${separator} || `);
}
