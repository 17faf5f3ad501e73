import { fakeNames } from "#lib/personal-data";
import { inLatin } from "./transliterated.ts";

const russian = [...fakeNames.ru.first.female, ...fakeNames.ru.first.male];

/** First names that tell a person, in lower case: English, Russian, and Russian in Latin letters. */
export const firstNames: readonly string[] = [
  ...new Set(
    [...fakeNames.en.first.female, ...fakeNames.en.first.male, ...russian, ...russian.flatMap(inLatin)].map(
      (name) => name.toLowerCase(),
    ),
  ),
];
