import { fakeNames, knownFirstNames } from "#lib/personal-data";
import { inLatin } from "./transliterated.ts";

const russian = [...fakeNames.ru.first.female, ...fakeNames.ru.first.male];

/** First names that tell a person, in lower case: many peoples', and Russian ones in Latin letters. */
export const firstNames: readonly string[] = [...new Set([...knownFirstNames, ...russian.flatMap(inLatin)])];
