import { findNormalizer } from "#lib/column-rules";
import { insertAt, isObject, type Json, type JsonObject, readAt, writeAt } from "../json.ts";
import { type ColumnAt, changeColumns, columnPath } from "./columns.ts";
import type { Edit } from "./edit.ts";

/** What somebody decides about one value of a column, seen in a sample. */
export interface ValueAt extends ColumnAt {
  readonly value: string;
  /** The value did not become one of the column's type: it is caught before it is parsed. */
  readonly isUnparsed: boolean;
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const phaseOf = (use: Json): string | undefined =>
  isObject(use) && typeof use.rule === "string" ? findNormalizer(use.rule)?.phase : undefined;

/** Pairs of a use that another pair may join: written in the document, and none of them makes the value that is mapped. */
function pairsOf(use: Json | undefined, value: string): readonly Json[] | undefined {
  if (!isObject(use) || use.rule !== "map-values" || !isObject(use.with)) return undefined;
  const { pairs } = use.with;
  const isMade = listOf(pairs).some(
    (pair) => Array.isArray(pair) && (pair[0] === value || pair[1] === value),
  );
  return Array.isArray(pairs) && !isMade ? pairs : undefined;
}

/** Where a map of values has to stand: behind all that looks at texts, or before the first that parses them. */
function placeOf(uses: readonly Json[], isUnparsed: boolean): number {
  const first = uses.findIndex((use) => phaseOf(use) === (isUnparsed ? "parse" : "value"));
  return first === -1 ? uses.length : first;
}

/** Writes one value as another: a pair more in the last map of values, or a map of its own. */
export function mapValue({ table, column, value, isUnparsed }: ValueAt, to: string): Edit {
  const where = `${table}.${column}`;
  return {
    // The value itself is data: it stays out of the history.
    label: { en: `Map a value of ${where}`, ru: `Заменить значение ${where}` },
    apply: (document) => {
      const path = columnPath(document, { table, column });
      if (!path) return document;
      const at = [...path, "normalize"];
      const uses = listOf(readAt(document, at));
      const place = placeOf(uses, isUnparsed);
      const pairs = pairsOf(uses[place - 1], value);
      return pairs
        ? writeAt(document, [...at, place - 1, "with", "pairs"], [...pairs, [value, to]])
        : insertAt(document, at, { rule: "map-values", with: { pairs: [[value, to]] } }, place);
    },
  };
}

/** Calls a text missing: what a missing value becomes is its strategy's. */
export function addNullToken({ table, column, value }: ValueAt): Edit {
  const where = `${table}.${column}`;
  return changeColumns(
    [{ table, column }],
    (json): Readonly<Record<string, Json>> => {
      const nulls: JsonObject = isObject(json.nulls) ? json.nulls : { rule: "keep" };
      const tokens = listOf(nulls.tokens);
      return tokens.includes(value) ? {} : { nulls: { ...nulls, tokens: [...tokens, value] } };
    },
    { en: `Null token of ${where}`, ru: `Обозначение пустого: ${where}` },
  );
}

/** Takes a value off the column's list of allowed ones; the document as it is where no list is written in it. */
export function disallowValue({ table, column, value }: ValueAt): Edit {
  const where = `${table}.${column}`;
  const without = (check: Json): Json => {
    if (!isObject(check) || check.rule !== "allowed-values" || !isObject(check.with)) return check;
    const { values } = check.with;
    if (!Array.isArray(values)) return check;
    return { ...check, with: { ...check.with, values: values.filter((one) => String(one) !== value) } };
  };
  return changeColumns(
    [{ table, column }],
    (json): Readonly<Record<string, Json>> =>
      Array.isArray(json.checks) ? { checks: json.checks.map(without) } : {},
    { en: `Disallow a value of ${where}`, ru: `Запретить значение ${where}` },
  );
}

/** Whether a column has a list of allowed values that can be read in the document. */
export const hasAllowedValues = (column: JsonObject): boolean =>
  listOf(column.checks).some(
    (check) =>
      isObject(check) &&
      check.rule === "allowed-values" &&
      isObject(check.with) &&
      Array.isArray(check.with.values),
  );
