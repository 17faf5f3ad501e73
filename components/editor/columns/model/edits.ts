import {
  all,
  type ColumnAt,
  type CopiedMember,
  type CopiedRules,
  changeColumns,
  copiedMembers,
  type DraftModule,
  type Edit,
  type JsonObject,
  setKeyStrategy,
} from "#lib/drafting";
import type { Text } from "#lib/kernel";
import type { RuleUse } from "#lib/metadata";
import { draftDocument } from "../../store/draft-document.ts";
import {
  fitsAnonymizer,
  fitsCheck,
  fitsClass,
  fitsNormalizer,
  fitsNulls,
  fitsType,
  type Misfit,
  sorted,
} from "./fits.ts";
import type { ColumnRow } from "./rows.ts";

/** Something done for those of many rows that it fits. */
export interface Outcome {
  /** Absent where it fits none. */
  readonly edit?: Edit | undefined;
  readonly done: readonly ColumnRow[];
  readonly rest: readonly { readonly row: ColumnRow; readonly why: Text }[];
}

/** Does something for the rows that it fits, and says why not for the others. */
export function doFitting(
  rows: readonly ColumnRow[],
  misfit: (row: ColumnRow) => Misfit,
  edit: (rows: readonly ColumnRow[]) => Edit,
): Outcome {
  const { fitting, rest } = sorted(rows, misfit);
  return { ...(fitting.length > 0 ? { edit: edit(fitting) } : {}), done: fitting, rest };
}

const named = (rows: readonly ColumnAt[]): Text => {
  const [first] = rows;
  return rows.length === 1 && first
    ? { en: `${first.table}.${first.column}`, ru: `${first.table}.${first.column}` }
    : { en: `${rows.length} columns`, ru: `колонок: ${rows.length}` };
};

/** Publishes columns by a rule: a primary key's is its strategy; a level of a hierarchy and a rule exclude each other. */
export function anonymizeRows(rows: readonly ColumnRow[], rule: JsonObject | undefined): Edit {
  const { en, ru } = named(rows);
  const label = { en: `Anonymization of ${en}`, ru: `Обезличивание: ${ru}` };
  const own = rows.filter(({ isPrimary }) => !isPrimary);
  const keys = [...new Set(rows.filter(({ isPrimary }) => isPrimary).map(({ table }) => table))];
  return all(
    [
      changeColumns(own, () => ({ anonymize: rule, hierarchy: undefined }), label),
      ...(rule && keys.length > 0 ? [setKeyStrategy(keys, rule)] : []),
    ],
    label,
  );
}

const why = (en: string, ru: string): Text => ({ en, ru });

export const anonymizeFitting = (draft: DraftModule, rows: readonly ColumnRow[], rule: RuleUse): Outcome =>
  doFitting(
    rows,
    (row) => fitsAnonymizer({ document: draftDocument(draft) }, row, rule),
    (fitting) => anonymizeRows(fitting, rule),
  );

/** Takes the rule out where one may be taken out. */
export const keepFitting = (rows: readonly ColumnRow[]): Outcome =>
  doFitting(
    rows,
    (row) =>
      fitsClass(row) ?? (row.isPrimary ? why("a key needs a strategy", "ключу нужна стратегия") : undefined),
    (fitting) => anonymizeRows(fitting, undefined),
  );

/**
 * Of what is copied, what a column may have of its own: keys take the rest from their parent or from their strategy, and a
 * foreign key checks values of its own type only.
 */
export function takenBy(row: ColumnRow, rules: CopiedRules): readonly CopiedMember[] {
  const nulls = ruleUse(rules.nulls);
  const fitsGaps = nulls === undefined || fitsNulls(row, nulls) === undefined;
  if (row.parent) {
    if (rules.datatype !== row.effective.datatype) return [];
    return fitsGaps ? ["nulls", "checks"] : ["checks"];
  }
  const strategic: readonly CopiedMember[] = ["anonymize", "hierarchy"];
  return copiedMembers.filter(
    (key) => !(row.isPrimary && (strategic.includes(key) || (key === "nulls" && !fitsGaps))),
  );
}

const ruleUse = (value: unknown): RuleUse | undefined =>
  typeof value === "object" && value !== null && "rule" in value && typeof value.rule === "string"
    ? { rule: value.rule }
    : undefined;

/** Why rules of one column do not fit another when a cell is filled down. */
export function fitsCleansing(from: ColumnRow, row: ColumnRow): Misfit {
  const { own } = from;
  for (const rule of own.normalize) {
    const misfit = fitsNormalizer(row, { rule: rule.rule, with: rule.with });
    if (misfit) return misfit;
  }
  for (const rule of own.checks) {
    const misfit = fitsCheck(row, { rule: rule.rule, with: rule.with });
    if (misfit) return misfit;
  }
  return own.nulls ? fitsNulls(row, { rule: own.nulls.rule, with: own.nulls.with }) : undefined;
}

/** The columns of the grid whose value can be written into other rows. */
export type FilledCell = "type" | "class" | "anonymize" | "cleanse" | "description";

/** Writes one row's cell into others. */
export function fillDown(
  draft: DraftModule,
  cell: FilledCell,
  from: ColumnRow,
  rows: readonly ColumnRow[],
): Outcome {
  const label = (targets: readonly ColumnRow[]): Text => {
    const { en, ru } = named(targets);
    return { en: `Fill down into ${en}`, ru: `Заполнить вниз: ${ru}` };
  };
  const members = (misfit: (row: ColumnRow) => Misfit, keys: readonly string[]): Outcome =>
    doFitting(rows, misfit, (fitting) =>
      changeColumns(
        fitting,
        () => Object.fromEntries(keys.map((key) => [key, from.own.json[key]])),
        label(fitting),
      ),
    );
  switch (cell) {
    case "type":
      return doFitting(rows, fitsType, (fitting) =>
        changeColumns(fitting, () => ({ datatype: from.effective.datatype }), label(fitting)),
      );
    case "class":
      return doFitting(rows, fitsClass, (fitting) =>
        changeColumns(fitting, () => ({ privacyClass: from.effective.privacyClass }), label(fitting)),
      );
    case "anonymize": {
      const rule = from.effective.anonymize;
      return rule
        ? doFitting(
            rows,
            (row) => fitsAnonymizer({ document: draftDocument(draft) }, row, rule),
            (fitting) => ({ ...anonymizeRows(fitting, { ...rule }), label: label(fitting) }),
          )
        : keepFitting(rows);
    }
    case "cleanse":
      return members(
        (row) => fitsCleansing(from, row),
        ["normalize", "onCastFailure", "default", "nulls", "checks"],
      );
    case "description":
      return members(() => undefined, ["description"]);
  }
}
