import { numberFormats } from "#lib/personal-data";

/** Invented values for the labelled columns. Names are none of the dictionaries' own wherever a language has others. */

/** The same numbers in every run: a multiplicative generator (Lehmer, modulus 2³¹ − 1). */
export function drawing(seed: number): (below: number) => number {
  let state = (seed * 7919 + 12345) % 2147483647 || 1;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

export type Draw = (below: number) => number;
export type Make = (draw: Draw, row: number) => string | null;

export const pick =
  (...words: readonly (string | null)[]): Make =>
  (draw) =>
    words[draw(words.length)] ?? null;

/** `#` is a digit, `^` a capital letter. */
export const shaped =
  (...shapes: readonly string[]): Make =>
  (draw) =>
    (shapes[draw(shapes.length)] ?? "")
      .replace(/#/g, () => String(draw(10)))
      .replace(/\^/g, () => String.fromCharCode(65 + draw(26)));

/** Valid official numbers made from a valid one, each digit by digit as it is written in `form`. */
export const official =
  (kind: keyof typeof numberFormats, sample: string, form?: (number: string) => string): Make =>
  (draw) => {
    const place = numberFormats[kind](sample, { keepStart: 0 });
    if (!place) throw new Error(`${sample} is no ${kind}`);
    const rank = (BigInt(draw(2 ** 30)) * 2147483647n + BigInt(draw(2 ** 30))) % place.size;
    const number = place.write(rank);
    return form ? form(number) : number;
  };

export const joined =
  (separator: string, ...parts: readonly Make[]): Make =>
  (draw, row) =>
    parts.map((part) => part(draw, row) ?? "").join(separator);

/** One in `every` values is something else. */
export const dirty =
  (make: Make, every: number, ...others: readonly (string | null)[]): Make =>
  (draw, row) =>
    draw(every) === 0 ? (others[draw(others.length)] ?? null) : make(draw, row);

export const number =
  (from: number, to: number): Make =>
  (draw) =>
    String(from + draw(to - from + 1));

export const isoDate = (from: number, to: number): Make =>
  joined("-", number(from, to), pick("01", "03", "06", "09", "11"), pick("02", "09", "14", "23", "28"));
export const dottedDate = (from: number, to: number): Make =>
  joined(".", pick("02", "09", "14", "23", "28"), pick("01", "03", "06", "09", "11"), number(from, to));

export const firstRu = pick(
  "Всеволод",
  "Мирослав",
  "Агриппина",
  "Евдокия",
  "Ярослава",
  "Тимофей",
  "Олег",
  "Нина",
);
export const lastRu = pick(
  "Жаворонков",
  "Пшеничная",
  "Терёхина",
  "Бобровский",
  "Ковшова",
  "Грушенко",
  "Стужев",
);
export const patronymicRu = pick(
  "Всеволодович",
  "Мирославовна",
  "Тихоновна",
  "Игнатьевич",
  "Ильич",
  "Захаровна",
);
export const firstEn = pick("Rowena", "Osric", "Leofric", "John", "Mary", "Beatrix", "Oliver", "Sophia");
export const lastEn = pick("Thornbury", "Ashdown", "Pemberton", "Smith", "Blackwood", "Haverford");
