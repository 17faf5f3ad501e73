import type { Text } from "#lib/kernel";
import { type Sql, sql } from "#lib/sql";
import { text } from "../texts.ts";

/** How values are found that look like one: by an equal key, or by few changed characters. As in OpenRefine. */
export interface ClusterMethod<Id extends string = string> {
  readonly id: Id;
  readonly title: Text;
  readonly summary: Text;
  /** Values with one key are one cluster; for a distance, only values that share a key are compared. */
  readonly keys: { call(value: Sql, size: number): Sql }["call"];
  /** Changed characters that still count as one; absent where an equal key decides. */
  readonly isDistance: boolean;
  /** Distinct values it takes on: a cluster of ten million categories is no list of misspellings. */
  readonly greatest: number;
  /** The size of its parts: characters of an n-gram. Unused by the fingerprint. */
  readonly size: number;
}

/** Small letters without accents and punctuation. Long texts are no categories: only their beginning is looked at. */
const plain = (value: Sql): Sql =>
  sql`regexp_replace(strip_accents(lower(nfc_normalize(left(${value}, 1000)))), '[^\\p{L}\\p{N}\\s\\x{a0}]+', '', 'g')`;

const sorted = (parts: Sql): Sql => sql`list_sort(list_distinct(${parts}))`;

const grams = (value: Sql, size: number): Sql => {
  const parts = sql`list_transform(range(1, greatest(length(t) - ${size} + 2, 2)), lambda i: substr(t, i, ${size}))`;
  return sql`list_transform([regexp_replace(${plain(value)}, '[\\s\\x{a0}]+', '', 'g')], lambda t: ${sorted(parts)})[1]`;
};

export const clusterMethods = [
  {
    id: "fingerprint",
    title: text("Fingerprint", "Отпечаток"),
    summary: text(
      "Same words in any order, case and punctuation: “Ivanov, Ivan” and “ivan ivanov”.",
      "Одни и те же слова в любом порядке, регистре и пунктуации: «Иванов, Иван» и «иван иванов».",
    ),
    keys: (value) => {
      const words = sql`list_filter(string_split_regex(${plain(value)}, '[\\s\\x{a0}]+'), lambda w: w <> '')`;
      return sql`[array_to_string(${sorted(words)}, ' ')]`;
    },
    isDistance: false,
    greatest: 1_000_000,
    size: 0,
  },
  {
    id: "ngram-fingerprint",
    title: text("N-gram fingerprint", "Отпечаток n-грамм"),
    summary: text(
      "Same pairs of letters: finds doubled letters and lost spaces.",
      "Одни и те же пары букв: находит удвоенные буквы и пропущенные пробелы.",
    ),
    keys: (value, size) => sql`[array_to_string(${grams(value, size)}, '')]`,
    isDistance: false,
    greatest: 1_000_000,
    size: 2,
  },
  {
    id: "levenshtein",
    title: text("Few changed letters", "Несколько изменённых букв"),
    summary: text(
      "Differ by few letters (Levenshtein) and share some letters in a row; others are not compared.",
      "Отличаются несколькими буквами (Левенштейн) и имеют общий отрезок; остальные не сравниваются.",
    ),
    keys: grams,
    isDistance: true,
    greatest: 50_000,
    size: 3,
  },
] as const satisfies readonly ClusterMethod[];
export type ClusterMethodId = (typeof clusterMethods)[number]["id"];

/** Undefined for an unknown id: there is no default. */
export const findClusterMethod = (id: string): ClusterMethod | undefined =>
  clusterMethods.find((method): boolean => method.id === id);
