import type { Text } from "#lib/kernel";
import type { Json, JsonObject } from "../json.ts";
import { isSame } from "../json.ts";
import { type ColumnAt, changeColumns, many } from "./columns.ts";
import type { Edit } from "./edit.ts";

/** The lists of rules of a column. */
export type RuleList = "normalize" | "checks";

const listNames: Readonly<Record<RuleList, Text>> = {
  normalize: { en: "Normalizer", ru: "Нормализатор" },
  checks: { en: "Check", ru: "Проверка" },
};

/** A rule more at the end of a list of each column; one that is there already is not added again. */
export function addRule(columns: readonly ColumnAt[], list: RuleList, rule: JsonObject): Edit {
  const { en, ru } = many(columns);
  const name = typeof rule.rule === "string" ? rule.rule : "";
  return changeColumns(
    columns,
    (column) => {
      const before = column[list];
      const rules: Json[] = Array.isArray(before) ? before : [];
      return rules.some((one) => isSame(one, rule)) ? {} : { [list]: [...rules, rule] };
    },
    { en: `${listNames[list].en} ${name} for ${en}`, ru: `${listNames[list].ru} ${name}: ${ru}` },
  );
}

/** What is copied of a column onto others: how it is read, cleansed and published. Never its name, place or description. */
export const copiedMembers = [
  "datatype",
  "normalize",
  "onCastFailure",
  "default",
  "nulls",
  "checks",
  "privacyClass",
  "anonymize",
  "hierarchy",
] as const;
export type CopiedMember = (typeof copiedMembers)[number];
export type CopiedRules = Readonly<Partial<Record<CopiedMember, Json>>>;

export const copyRules = (column: JsonObject): CopiedRules =>
  Object.fromEntries(
    copiedMembers.flatMap((key): [string, Json][] => {
      const value = column[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );

/** Gives columns the copied rules, member by member: `taken` says which of them a column may have of its own. */
export function pasteRules(
  columns: readonly ColumnAt[],
  rules: CopiedRules,
  taken: (at: ColumnAt) => readonly CopiedMember[],
): Edit {
  const { en, ru } = many(columns);
  return changeColumns(
    columns,
    (_column, at) => Object.fromEntries(taken(at).map((key) => [key, rules[key]])),
    { en: `Paste rules into ${en}`, ru: `Вставить правила: ${ru}` },
  );
}
