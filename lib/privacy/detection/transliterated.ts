import { russianInLatin } from "#lib/personal-data";

/** A Russian word in Latin letters, as travel documents have it (ICAO 9303) and as people write it. */
export function inLatin(word: string): readonly string[] {
  const written = (over: Readonly<Record<string, string>>) =>
    word
      .toLowerCase()
      .replace(/\p{Script=Cyrillic}/gu, (letter) => over[letter] ?? russianInLatin[letter] ?? letter);
  return [written({ ю: "iu", я: "ia", ъ: "ie", ы: "y" }), written({ й: "y" }).replace(/iy$/, "y")];
}

/** What ways of writing Russian in Latin letters differ in, taken together. */
const variants: readonly (readonly [RegExp, string])[] = [
  [/shch|sch|shh/g, "sh"],
  [/kh/g, "h"],
  [/ts|tc/g, "c"],
  [/zh|zj/g, "j"],
  [/[yji]u/g, "iu"],
  [/[yji]a/g, "ia"],
  [/[yj]o/g, "e"],
  [/[yi][yji]/g, "i"],
  [/y/g, "i"],
];

/** Russian letters as most people write them in Latin. */
export const inPlainLatin = (text: string): string =>
  text.replace(/\p{Script=Cyrillic}/gu, (letter) => russianInLatin[letter] ?? letter);

/** Words this short are too many to fold: `job` is no `yob`. */
const shortWord = 3;

/** Lower-case letters in Latin, so that a Russian word is one word however it is written: `rozhdeniya`, `rojdenija`, `рождения`. */
export function transliterated(text: string): string {
  const latin = inPlainLatin(text);
  return latin.length <= shortWord
    ? latin
    : variants.reduce((written, [pattern, letters]) => written.replace(pattern, letters), latin);
}
