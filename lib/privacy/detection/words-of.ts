import { transliterated } from "./transliterated.ts";

/** The words of a name in lower case between `_`: `birthDate` and `BIRTH-DATE` are `_birth_date_`. */
export const wordsOf = (name: string): string =>
  `_${name
    .normalize("NFC")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    // `zip5` is a `zip`.
    .replace(/(\p{L})(\d)/gu, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "")}_`;

export const isOneWord = (name: string): boolean => !/[^_]_[^_]/.test(wordsOf(name));

/** A name or phrase, ready to be compared: its words in Latin letters, and the same without their endings. */
interface Comparable {
  readonly words: readonly string[];
  readonly stems: string;
  readonly together: string;
}

/** The fewest letters that an ending leaves: shorter words would fall together. */
const stemLength = 4;
const stemOf = (word: string): string =>
  word.length > stemLength
    ? word.slice(0, stemLength) + word.slice(stemLength).replace(/[aeiou]+$/, "")
    : word;

function comparable(name: string): Comparable {
  const words = wordsOf(name).split("_").filter(Boolean).map(transliterated);
  return { words, stems: `_${words.map(stemOf).join("_")}_`, together: words.join("") };
}

/** The same phrases are compared with every column. */
const known = new WeakMap<readonly string[], readonly Comparable[]>();
function comparables(phrases: readonly string[]): readonly Comparable[] {
  const made = known.get(phrases) ?? phrases.map(comparable);
  known.set(phrases, made);
  return made;
}

/** The fewest letters that a word may be cut to: with fewer anything begins alike. */
const cutLength = { inPhrase: 3, alone: 4 } as const;
/** A word that is this much longer than what stands for it is a cut one, not another form. */
const cutLetters = 3;

const isCut = (word: string, whole: string): boolean =>
  word === whole || (word.length >= cutLength.inPhrase && whole.startsWith(word));

/**
 * Whether a name says one of the phrases, as whole words whatever their endings and letters (`familiya` is `фамилия`), as
 * words run together, or with two or more words cut short (`vod_udost`).
 */
export const says = (name: string, phrases: readonly string[]): boolean => timesSaid(name, phrases) > 0;

/** Whether a word of the name is one of the phrases' only words, or such a word cut to no less than three letters (`ord`). */
export function begins(name: string, phrases: readonly string[]): boolean {
  const { words } = comparable(name);
  return comparables(phrases).some(({ words: [only = "", ...others] }) =>
    words.some((word) => others.length === 0 && isCut(word, only)),
  );
}

/** How many of the phrases a name says: `manager_name` hints twice at a person. */
export function timesSaid(name: string, phrases: readonly string[]): number {
  const { words, stems, together } = comparable(name);
  return comparables(phrases).filter(
    (phrase) =>
      stems.includes(phrase.stems) ||
      together === phrase.together ||
      (phrase.words.length > 1 &&
        words.some((_, from) => phrase.words.every((word, at) => isCut(words[from + at] ?? "", word)))),
  ).length;
}

const consonantsOf = (word: string): string => word.replace(/(?!^)[aeiou]/g, "");
/** Fewer consonants stand for too many words. */
const leastConsonants = 4;

/** Whether a word of the name may be one of the phrases' only words, cut short (`pasp`) or without its vowels (`gndr`). */
export function hintsAt(name: string, phrases: readonly string[]): boolean {
  const { words } = comparable(name);
  return comparables(phrases).some(({ words: [only = "", ...others] }) =>
    words.some(
      (word) =>
        others.length === 0 &&
        word.length >= cutLength.alone &&
        ((only.length >= word.length + cutLetters && only.startsWith(word)) ||
          (word.length >= leastConsonants && word !== only && word === consonantsOf(only))),
    ),
  );
}
