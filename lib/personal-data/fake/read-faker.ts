/** The lists that `fake` picks from, read from @faker-js/faker's data (MIT). The result is kept in `lists.json`. */
import {
  az,
  da,
  de,
  en,
  en_GH,
  en_IN,
  en_NG,
  en_ZA,
  es,
  fi,
  fr,
  hu,
  hy,
  type LocaleDefinition,
  nb_NO,
  nl,
  pl,
  pt_BR,
  ru,
  sv,
  uk,
  uz_UZ_latin,
} from "@faker-js/faker";

export type FakeLocale = "en" | "ru";

export interface FakeLists {
  readonly first: { readonly female: readonly string[]; readonly male: readonly string[] };
  readonly last: { readonly female: readonly string[]; readonly male: readonly string[] };
  readonly patronymic: { readonly female: readonly string[]; readonly male: readonly string[] };
  readonly street: readonly string[];
  readonly city: readonly string[];
  readonly job: readonly string[];
  readonly companyStem: readonly string[];
}

/** Enough for variety; longer lists only make every statement longer. */
const most = 500;

type Names =
  | { generic?: readonly string[]; female?: readonly string[]; male?: readonly string[] }
  | null
  | undefined;

const tidy = (words: readonly string[]): string[] =>
  [...new Set(words)].filter((word) => /^[\p{L}\d .'-]+$/u.test(word)).slice(0, most);

const byGender = (names: Names, fallback: readonly string[] = []) => ({
  female: tidy(names?.female ?? names?.generic ?? fallback),
  male: tidy(names?.male ?? names?.generic ?? fallback),
});

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

function pairs(first: readonly string[], second: readonly string[]): string[] {
  return first.flatMap((a) => second.map((b) => `${a} ${b}`));
}

function read(definition: LocaleDefinition, streets: readonly string[], stems: readonly string[]): FakeLists {
  const { person, location } = definition;
  return {
    first: byGender(person?.first_name),
    last: byGender(person?.last_name),
    patronymic: byGender(person?.middle_name),
    street: tidy(streets),
    city: tidy(strings(location?.city_name)),
    job: tidy(pairs(strings(person?.job_descriptor), strings(person?.job_type))),
    companyStem: tidy(stems),
  };
}

/** The lists by language, as they are kept in `lists.json`. */
export function readFaker(): Record<FakeLocale, FakeLists> {
  return {
    en: read(en, strings(en.location?.street_name), byGender(en.person?.last_name).male),
    ru: read(
      ru,
      strings(ru.location?.street_name_part).map((part) => `ул. ${part}`),
      pairs(
        ["Север", "Восток", "Запад", "Юг", "Альфа", "Вега", "Орион", "Полюс", "Импульс", "Горизонт"],
        strings(ru.company?.suffix),
      ),
    ),
  };
}

/** Whose first names stand in the databases of firms that write English or Russian. */
const peoples = [
  ...[en, en_GH, en_IN, en_NG, en_ZA, da, de, es, fi, fr, hu, nb_NO, nl, pl, pt_BR, sv],
  ...[ru, uk, az, hy, uz_UZ_latin],
];

/** All first names that there is data on, in lower case: to be recognized, not to be picked from. */
export const readFirstNames = (): string[] =>
  [
    ...new Set(
      peoples
        .flatMap(({ person }) => Object.values(person?.first_name ?? {}))
        .flatMap(strings)
        .map((name) => name.toLowerCase())
        .filter((name) => /^\p{L}[\p{L}'-]+$/u.test(name)),
    ),
  ].sort();
