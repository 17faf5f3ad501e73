/**
 * Patterns of personal data in free text, in RE2's syntax (no look-around), so that the engine runs them in linear time.
 * Where a border matters, group 1 holds the character before and must be put back.
 */
export interface TextPattern {
  /** Cheap test: where it is false, `pattern` cannot match. Any of `contains`, else the expression `matches`. */
  readonly guard: { readonly contains: readonly string[] } | { readonly matches: string };
  readonly pattern: string;
  /** Whether group 1 is the character (or word) before the match. */
  readonly keepsBefore: boolean;
  /** Whether group 2 is the character after it. */
  readonly keepsAfter?: boolean;
}

/** An e-mail address with an ASCII or national name and domain; a single space around the sign is forgiven. */
export const emailPattern: TextPattern = {
  guard: { contains: ["@", "＠"] },
  pattern: "[\\p{L}\\p{N}._%+'~-]+[ \\t]?[@＠][ \\t]?[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*",
  keepsBefore: false,
};

/** What may stand between the digits of a phone number. */
const gap = "[ \\t\\x{a0}\\x{2009}\\x{202f}().\\-\\x{2010}-\\x{2015}/]{0,3}";
const digits = (count: string): string => `(?:${gap}[0-9]){${count}}`;

/**
 * Phone numbers: with `+` or `00` and any country code; Russian with 8 or 7 in any grouping; Russian mobile without
 * them; North American with its usual signs; and a bare run of 10 or 11 digits.
 */
export const phonePattern: TextPattern = {
  guard: { matches: `[0-9]${digits("6")}` },
  pattern: `(^|[^0-9])(?:${[
    `[+＋]${gap}[0-9]${digits("6,14")}`,
    `00[1-9]${digits("8,13")}`,
    `[(]?[78]${digits("10")}`,
    `[(]?9[0-9]{2}${gap}[0-9]{3}${gap}[0-9]{2}${gap}[0-9]{2}`,
    "\\([2-9][0-9]{2}\\)[ .-]?[0-9]{3}[ .-]?[0-9]{4}",
    "[2-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{4}",
    "[0-9]{10,11}\\b",
  ].join("|")})`,
  keepsBefore: true,
};

/** Payment cards: 13–19 digits, alone or in groups. Check digits are not looked at: text that looks like a card is one. */
export const cardPattern: TextPattern = {
  guard: { matches: "[0-9](?:[ -]?[0-9]){12}" },
  pattern: "(^|[^0-9])[0-9](?:[ -]?[0-9]){12,18}",
  keepsBefore: true,
};

const word = "(?:\\p{Lu}[\\p{Ll}\\x{2019}']+(?:-\\p{Lu}\\p{Ll}+)?|\\p{Lu}{2,}(?:-\\p{Lu}{2,})?)";
const initial = "\\p{Lu}\\.";

/**
 * Two to four capitalised words in a row, or a surname with initials: a rule of thumb that takes some other names along
 * (better than leaving one in) and cannot see names written in small letters.
 */
export const namePattern: TextPattern = {
  guard: { matches: "\\p{Lu}[\\p{L}.'\\x{2019}-]*[ \\t\\x{a0}]{0,2}\\p{Lu}" },
  pattern: `${word}(?:[ \\t\\x{a0}]{1,2}${word}){1,3}(?:[ \\t\\x{a0}]{1,2}${initial}){0,2}|${word}[ \\t\\x{a0}]{0,2}${initial}[ \\t\\x{a0}]?${initial}|${initial}[ \\t\\x{a0}]?(?:${initial}[ \\t\\x{a0}]?)?${word}`,
  keepsBefore: false,
};
