import { type Sql, sql } from "#lib/sql";

interface Alphabet {
  readonly letters: Readonly<Record<string, string>>;
  /** What depends on the neighbouring Latin letters, done when all else is written. */
  readonly last: (written: Sql) => Sql;
}

const common = {
  а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ж: "zh", з: "z", и: "i", к: "k", л: "l", м: "m", н: "n",
  о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", ч: "ch", ш: "sh", ї: "i", і: "i",
} as const; // biome-ignore format: a table reads better in lines

/** ICAO Doc 9303, part 3, section 6 B, Cyrillic; the order of Russian passports uses the same. */
const icao: Alphabet = {
  letters: {
    ...common,
    ё: "e",
    й: "i",
    х: "kh",
    ц: "ts",
    щ: "shch",
    ъ: "ie",
    ы: "y",
    ь: "",
    э: "e",
    ю: "iu",
    я: "ia",
    є: "ie",
    ґ: "g",
    ў: "u",
  },
  last: (written) => written,
};

/**
 * GOST 7.79-2000 (ISO 9:1995), system B. ц is `c` before i, e, y and j, else `cz`: the other letters are written first,
 * so that those are what follows it.
 */
const gost: Alphabet = {
  letters: {
    ...common,
    ё: "yo",
    й: "j",
    х: "x",
    щ: "shh",
    ъ: "``",
    ы: "y'",
    ь: "`",
    э: "e`",
    ю: "yu",
    я: "ya",
    ї: "yi",
    є: "ye",
    ґ: "g`",
    ў: "u`",
  },
  last: (written) => {
    const soft = sql`regexp_replace(regexp_replace(${written}, 'ц([iejyIEJY])', 'c\\1', 'g'), 'Ц([iejyIEJY])', 'C\\1', 'g')`;
    const capital = sql`regexp_replace(replace(${soft}, 'ц', 'cz'), 'Ц([a-z])', 'Cz\\1', 'g')`;
    return sql`regexp_replace(${capital}, 'Ц', case when regexp_matches(${written}, '[A-Z]{2}|Ц[A-Z]') then 'CZ' else 'Cz' end, 'g')`;
  },
};

/** The tables by which Cyrillic is written in Latin letters. */
export const alphabets = { "icao-9303": icao, "gost-7.79-b": gost } as const;
