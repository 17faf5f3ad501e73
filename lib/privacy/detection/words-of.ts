import { standsFor, withoutQualifiers } from "./abbreviations.ts";
import { inPlainLatin, transliterated } from "./transliterated.ts";

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

/** A word in Latin letters, also without its ending. */
interface Word {
  readonly text: string;
  /** Before letters that sound alike were made one: a word may be cut between them. */
  readonly plain: string;
  readonly stem: string;
  /** Stems of the words that it abbreviates by custom. */
  readonly customary: readonly string[];
  /** The word, and what is left of it without what it runs together with. */
  readonly bare: readonly string[];
}

/** A name or phrase, ready to be compared. */
interface Comparable {
  readonly words: readonly Word[];
  readonly together: string;
}

/** The fewest letters that an ending leaves: shorter words would fall together. */
const stemLength = 4;
const stemOf = (word: string): string =>
  word.length > stemLength
    ? word.slice(0, stemLength) + word.slice(stemLength).replace(/[aeiou]+$/, "")
    : word;

const inLetters = (text: string): Word => {
  const word = transliterated(text);
  return {
    text: word,
    plain: inPlainLatin(text),
    stem: stemOf(word),
    customary: standsFor(text).map((whole) => stemOf(transliterated(whole))),
    bare: [word, ...withoutQualifiers(word)],
  };
};

function comparable(name: string): Comparable {
  const words = wordsOf(name).split("_").filter(Boolean).map(inLetters);
  return { words, together: words.map(({ text }) => text).join("") };
}

/** A name is compared with hundreds of phrases in turn. */
let last: { readonly name: string; readonly made: Comparable } | undefined;
function comparableName(name: string): Comparable {
  if (last?.name !== name) last = { name, made: comparable(name) };
  return last.made;
}

/** The same phrases are compared with every column. */
const knownPhrases = new WeakMap<readonly string[], readonly Comparable[]>();
function comparables(phrases: readonly string[]): readonly Comparable[] {
  const made = knownPhrases.get(phrases) ?? phrases.map(comparable);
  knownPhrases.set(phrases, made);
  return made;
}

/** The fewest letters that a word may be cut to: with fewer anything begins alike, but beside another word less cut. */
const cutLength = { besideAnother: 2, inPhrase: 3, alone: 4 } as const;
/** Words of fewer letters are not cut to two. */
const longWord = 6;
/** A word that is this much longer than what stands for it is a cut one, not another form. */
const cutLetters = 3;

const consonantsOf = (word: string): string => word.replace(/(?!^)[aeiou]/g, "");
/** Shorter words become others by a letter. */
const misspelledLength = 6;

/**
 * Whether two words differ by a letter that is another, too many or missing: not in the beginning, which people get right,
 * nor in the end, where it makes another word (`insurer`, `insured`).
 */
function isMisspelled(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < misspelledLength || long.length - short.length > 1) return false;
  const same = [...short].findIndex((letter, at) => letter !== long[at]);
  if (same < 2 || same === short.length - 1) return false;
  return long.slice(same + 1) === short.slice(short.length === long.length ? same + 1 : same);
}

const isWhole = (word: Word, whole: Word): boolean =>
  word.text === whole.text || word.stem === whole.stem || isMisspelled(word.stem, whole.stem);

/** Cut short, written without its vowels, or abbreviated as is the custom. */
const isShort = ({ text, plain, customary }: Word, whole: Word): boolean =>
  (text.length >= cutLength.inPhrase && (whole.text.startsWith(text) || whole.plain.startsWith(plain))) ||
  (text.length >= cutLength.inPhrase && text === consonantsOf(whole.text)) ||
  customary.includes(whole.stem);

const isVeryShort = ({ text }: Word, whole: Word): boolean =>
  text.length >= cutLength.besideAnother && whole.text.length >= longWord && whole.text.startsWith(text);

/** Where in a name a phrase begins, or -1. */
const placeOf = (words: readonly Word[], phrase: readonly Word[]): number =>
  words.findIndex((_, from) => {
    const pairs = phrase.map((whole, at) => ({ word: words[from + at], whole }));
    if (pairs.every(({ word, whole }) => word && isWhole(word, whole))) return true;
    if (phrase.length < 2) return false;
    const fits = pairs.map(({ word, whole }) => {
      if (!word) return "no";
      if (isWhole(word, whole) || isShort(word, whole)) return "yes";
      return isVeryShort(word, whole) ? "hardly" : "no";
    });
    return !fits.includes("no") && fits.filter((fit) => fit === "hardly").length <= 1 && fits.includes("yes");
  });

/**
 * Whether a name says one of the phrases, as whole words whatever their endings and letters (`familiya` is `фамилия`), as
 * words run together, or with two or more words in either order, cut short or abbreviated (`vod_udost`, `lst_nm`).
 */
export const says = (name: string, phrases: readonly string[]): boolean => timesSaid(name, phrases) > 0;

/** In how many places a name says one of the phrases: `manager_name` hints twice at a person. */
export function timesSaid(name: string, phrases: readonly string[]): number {
  const { words, together } = comparableName(name);
  const places = comparables(phrases).map((phrase) => {
    if (together === phrase.together) return 0;
    const place = placeOf(words, phrase.words);
    if (place >= 0) return place;
    const bare = words.findIndex((word) => word.bare.includes(phrase.together));
    if (bare >= 0) return bare;
    return phrase.words.length === 2 ? placeOf(words, [...phrase.words].reverse()) : -1;
  });
  return new Set(places.filter((place) => place >= 0)).size;
}

/** Whether a word of the name is one of the phrases' only words, or such a word cut to no less than three letters (`ord`). */
export function begins(name: string, phrases: readonly string[]): boolean {
  const { words } = comparableName(name);
  return comparables(phrases).some(({ words: [only, ...others] }) =>
    words.some(
      (word) => only !== undefined && others.length === 0 && (isWhole(word, only) || isShort(word, only)),
    ),
  );
}

/** Whether a word of the name may be one of the phrases' only words, cut short (`pasp`), without its vowels (`gndr`) or abbreviated. */
export function hintsAt(name: string, phrases: readonly string[]): boolean {
  const { words } = comparableName(name);
  return comparables(phrases).some(({ words: [only, ...others] }) =>
    words.some(
      ({ text, customary }) =>
        only !== undefined &&
        others.length === 0 &&
        ((text.length >= cutLength.alone &&
          ((only.text.length >= text.length + cutLetters && only.text.startsWith(text)) ||
            (text !== only.text && text === consonantsOf(only.text)))) ||
          customary.includes(only.stem)),
    ),
  );
}
