import type { ColumnType } from "#lib/contracts";
import { type Sql, sql } from "#lib/sql";
import type { SuggestedRule } from "./definition.ts";

/** By the way of writing, as `parse-number` names it: values of a text column that are numbers written so. */
export interface WrittenNumbers {
  /** Whole numbers without signs between digits; with a nought in front, what is written is a code. */
  readonly whole: number;
  readonly codes: number;
  readonly ru: number;
  readonly en: number;
  /** With more than two digits after that way's decimal sign. */
  readonly fineRu: number;
  readonly fineEn: number;
}

const sign = "[+−-]?";
const spaces = "[ \\x{a0}\\x{2009}\\x{202f}]";
// Longer ones are numbers of accounts and the like, whatever they are called.
const whole = `${sign}[0-9]{1,15}`;
const patterns: Readonly<Record<keyof WrittenNumbers, string>> = {
  whole,
  codes: "0[0-9]+",
  ru: `${sign}(?:[0-9]{1,3}(?:${spaces}[0-9]{3}){1,4}|[0-9]{1,15})(?:,[0-9]{1,10})?`,
  en: `${sign}(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\\.[0-9]{1,10})?`,
  fineRu: `${sign}[0-9].*,[0-9]{3,10}`,
  fineEn: `${sign}[0-9].*\\.[0-9]{3,10}`,
};

/** A condition over `v`, the trimmed text of a value, for each count. */
export const numberTests: readonly { readonly id: keyof WrittenNumbers; readonly matches: Sql }[] = (
  ["whole", "codes", "ru", "en", "fineRu", "fineEn"] as const
).map((id) => ({ id, matches: sql`regexp_full_match(v, ${patterns[id]})` }));

/** A text column that is to be read as numbers. */
export interface NumberReading {
  readonly type: ColumnType;
  readonly normalize: readonly SuggestedRule[];
}

/** Of the values, the share that has to be numbers of one way of writing; what is left is told as a failed cast. */
const numberShare = 0.95;

/** How a text column's numbers are read; undefined where they are none, are codes, or could be read in two ways. */
export function readingOf(written: WrittenNumbers, present: number): NumberReading | undefined {
  if (present === 0 || written.codes > 0) return undefined;
  if (written.whole === present) return { type: { name: "integer" }, normalize: [{ rule: "trim" }] };
  // A comma that both ways take means a thousand in one and a decimal in the other.
  if (written.ru === written.en || Math.max(written.ru, written.en) < numberShare * present) return undefined;
  const [locale, fine] = written.ru > written.en ? ["ru", written.fineRu] : ["en", written.fineEn];
  const scale = fine > 0 ? 10 : 2;
  return {
    type: { name: "decimal", precision: 18 + scale, scale },
    normalize: [{ rule: "parse-number", with: { locales: [locale] } }],
  };
}
