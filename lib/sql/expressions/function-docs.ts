import type { Text } from "#lib/kernel";
import type { FunctionId } from "./functions.ts";

interface FunctionDocs {
  readonly summary: Text;
  /** An expression and its result as text; executed by the tests. */
  readonly example: { readonly expression: string; readonly result: string };
}

const docs = (en: string, ru: string, expression: string, result: string): FunctionDocs => ({
  summary: { en, ru },
  example: { expression, result },
});

/** What the reference says of each function of expressions. */
export const functionDocs: Readonly<Record<FunctionId, FunctionDocs>> = {
  lower: docs("Small letters.", "Строчные буквы.", "lower('Анна')", "анна"),
  upper: docs("Capital letters.", "Прописные буквы.", "upper('anna')", "ANNA"),
  trim: docs("Without spaces at both ends.", "Без пробелов с обеих сторон.", "trim('  a b ')", "a b"),
  ltrim: docs("Without spaces at the start.", "Без пробелов в начале.", "ltrim('  a') || '.'", "a."),
  rtrim: docs("Without spaces at the end.", "Без пробелов в конце.", "rtrim('a  ') || '.'", "a."),
  length: docs("Number of characters.", "Число символов.", "length('Анна')", "4"),
  left: docs("The first characters.", "Первые символы.", "left('Moscow', 3)", "Mos"),
  right: docs("The last characters.", "Последние символы.", "right('Moscow', 3)", "cow"),
  substring: docs(
    "Characters from a place on, counted from 1, and how many.",
    "Символы с указанного места, счёт с 1, и их число.",
    "substring('Moscow', 2, 3)",
    "osc",
  ),
  replace: docs(
    "Every occurrence of a text becomes another.",
    "Каждое вхождение текста заменяется другим.",
    "replace('a-b-c', '-', ' ')",
    "a b c",
  ),
  concat: docs(
    "Texts put together; empty ones are left out.",
    "Тексты подряд; пустые пропускаются.",
    "concat('a', 'b', 'c')",
    "abc",
  ),
  starts_with: docs(
    "Whether a text begins with another.",
    "Начинается ли текст с другого.",
    "starts_with('Moscow', 'Mos')",
    "true",
  ),
  ends_with: docs(
    "Whether a text ends with another.",
    "Кончается ли текст другим.",
    "ends_with('Moscow', 'cow')",
    "true",
  ),
  contains: docs(
    "Whether a text holds another.",
    "Содержит ли текст другой.",
    "contains('Moscow', 'osc')",
    "true",
  ),
  position: docs(
    "Where the first text stands in the second, from 1; 0 where it does not.",
    "Где первый текст стоит во втором, с 1; 0, если его нет.",
    "position('sc', 'Moscow')",
    "3",
  ),
  regexp_matches: docs(
    "Whether a regular expression (RE2) fits somewhere.",
    "Подходит ли регулярное выражение (RE2) где-нибудь.",
    "regexp_matches('AB 12', '[0-9]{2}')",
    "true",
  ),
  regexp_full_match: docs(
    "Whether a regular expression (RE2) fits the whole text.",
    "Подходит ли регулярное выражение (RE2) ко всему тексту.",
    "regexp_full_match('AB 12', '[0-9]{2}')",
    "false",
  ),
  coalesce: docs(
    "The first that is not empty.",
    "Первое непустое значение.",
    "coalesce(null, 'none')",
    "none",
  ),
  nullif: docs(
    "Empty where both are equal, else the first.",
    "Пусто, если оба равны, иначе первое.",
    "nullif('a', 'b')",
    "a",
  ),
  greatest: docs("The greatest.", "Наибольшее.", "greatest(3, 7, 5)", "7"),
  least: docs("The smallest.", "Наименьшее.", "least(3, 7, 5)", "3"),
  abs: docs("Without its sign.", "Модуль числа.", "abs(-3)", "3"),
  sign: docs("−1, 0 or 1.", "−1, 0 или 1.", "sign(-3)", "-1"),
  floor: docs("The whole number below.", "Округление вниз.", "floor(2.7)", "2"),
  ceil: docs("The whole number above.", "Округление вверх.", "ceil(2.1)", "3"),
  round: docs(
    "Rounded, to decimals where they are given.",
    "Округление, до знаков, если они указаны.",
    "round(2.346, 2)",
    "2.35",
  ),
  year: docs("The year.", "Год.", "year(date '2024-03-05')", "2024"),
  quarter: docs("The quarter, 1–4.", "Квартал, 1–4.", "quarter(date '2024-03-05')", "1"),
  month: docs("The month, 1–12.", "Месяц, 1–12.", "month(date '2024-03-05')", "3"),
  day: docs("The day of the month.", "День месяца.", "day(date '2024-03-05')", "5"),
  date_part: docs(
    "A part of a date by its name; isodow counts from Monday, 1.",
    "Часть даты по имени; isodow считает с понедельника, 1.",
    "date_part('isodow', date '2024-03-05')",
    "2",
  ),
  date_trunc: docs(
    "The beginning of the unit that holds the date.",
    "Начало единицы, в которую попадает дата.",
    "date_trunc('month', date '2024-03-05')",
    "2024-03-01 00:00:00",
  ),
  date_diff: docs(
    "How many borders of a unit lie between two dates.",
    "Сколько границ единицы лежит между двумя датами.",
    "date_diff('day', date '2024-03-01', date '2024-03-05')",
    "4",
  ),
};
