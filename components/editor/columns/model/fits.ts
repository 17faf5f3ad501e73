import { findAnonymizer, findKeyStrategy, isAcrossRows, uniquenessOf } from "#lib/anonymizers";
import { findCheck, findNormalizer, findNullStrategy } from "#lib/column-rules";
import { type ColumnTypeName, type PrivacyClass, parseColumnType } from "#lib/contracts";
import type { DraftModule } from "#lib/drafting";
import type { Text } from "#lib/kernel";
import { type ModuleDocument, profilesOf, type RuleUse, refusedRules } from "#lib/metadata";
import type { ColumnRow } from "./rows.ts";

/** Why a change does not fit a column; undefined where it does. */
export type Misfit = Text | undefined;

const why = (en: string, ru: string): Text => ({ en, ru });

const inherits = ({ parent }: ColumnRow): Misfit =>
  parent &&
  why(
    `a foreign key: it takes this from ${parent.table}.${parent.column}`,
    `внешний ключ: берёт это от ${parent.table}.${parent.column}`,
  );

const onType = (row: ColumnRow, rule: string, accepts: readonly ColumnTypeName[]): Misfit => {
  const type = parseColumnType(row.effective.datatype);
  return type && accepts.includes(type.name)
    ? undefined
    : why(
        `${rule} does not work on ${row.effective.datatype}`,
        `${rule} не работает с ${row.effective.datatype}`,
      );
};

interface Checkable {
  readonly id: string;
  readonly accepts: readonly ColumnTypeName[];
  readonly params: { safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown } };
  problem?(params: unknown, type: NonNullable<ReturnType<typeof parseColumnType>>): Text | undefined;
}

/** A rule on a column: its type, then its parameters as far as they are given. */
function ruleOn(row: ColumnRow, definition: Checkable, use: RuleUse): Misfit {
  const misfit = onType(row, definition.id, definition.accepts);
  if (misfit) return misfit;
  const type = parseColumnType(row.effective.datatype);
  const parsed = definition.params.safeParse(use.with ?? {});
  return type && parsed.success ? definition.problem?.(parsed.data, type) : undefined;
}

const unknown = (rule: string): Text => why(`there is no rule ${rule}`, `нет правила ${rule}`);

export const fitsClass = inherits;
export const fitsType = inherits;

export function fitsNormalizer(row: ColumnRow, use: RuleUse): Misfit {
  const definition = findNormalizer(use.rule);
  return inherits(row) ?? (definition ? ruleOn(row, definition, use) : unknown(use.rule));
}

export function fitsCheck(row: ColumnRow, use: RuleUse): Misfit {
  const definition = findCheck(use.rule);
  return definition ? ruleOn(row, definition, use) : unknown(use.rule);
}

export function fitsNulls(row: ColumnRow, use: RuleUse): Misfit {
  const definition = findNullStrategy(use.rule);
  if (!definition) return unknown(use.rule);
  const isKey = row.isPrimary || row.parent !== undefined;
  if (isKey && definition.fill !== "policy")
    return why("a key: its gaps cannot be filled", "ключ: пропуски в нём не заполняются");
  return ruleOn(row, definition, use);
}

/** Why policy refuses a rule for a class on a type. */
export function refusedBy(
  document: Pick<ModuleDocument, "policy">,
  privacyClass: PrivacyClass,
  use: RuleUse,
  datatype: string,
): Misfit {
  const type = parseColumnType(datatype);
  const profile =
    type && profilesOf(document).find((one) => refusedRules(one, privacyClass, use, type).length > 0);
  return (
    profile &&
    why(
      `${profile.title.en} does not allow it for this class`,
      `${profile.title.ru} не допускает этого для такого класса`,
    )
  );
}

/** Whether a rule may stand on a key: different keys must stay different. */
function fitsKey(use: RuleUse): Misfit {
  const definition = findKeyStrategy(use.rule);
  const parsed = definition?.params.safeParse(use.with ?? {});
  if (!definition || (parsed?.success && uniquenessOf(definition, parsed.data) !== "preserved"))
    return why(
      "a primary key: different keys would not stay different",
      "первичный ключ: разные ключи могли бы совпасть",
    );
  if (definition.kind === "anonymizer" && parsed?.success) {
    if (isAcrossRows(definition, parsed.data) || (definition.columnsUsed?.(parsed.data) ?? []).length > 0)
      return why(
        "a primary key: its rule sees no other values",
        "первичный ключ: его правило не видит других значений",
      );
  }
  return undefined;
}

/** Whether a rule can publish a column: its key, its type, its parameters, then what policy allows its class. */
export function fitsAnonymizer(
  draft: { readonly document: Pick<ModuleDocument, "policy"> },
  row: ColumnRow,
  use: RuleUse,
): Misfit {
  const inherited = inherits(row);
  if (inherited) return inherited;
  if (row.isPrimary) {
    const misfit = fitsKey(use);
    if (misfit) return misfit;
  }
  const definition = findAnonymizer(use.rule);
  if (!definition && !(row.isPrimary && findKeyStrategy(use.rule)))
    return findKeyStrategy(use.rule)
      ? why("it numbers primary keys only", "нумерует только первичные ключи")
      : unknown(use.rule);
  const misfit = definition && ruleOn(row, definition, use);
  if (misfit) return misfit;
  const { privacyClass, datatype } = row.effective;
  return privacyClass && row.isPublished ? refusedBy(draft.document, privacyClass, use, datatype) : undefined;
}

/** Columns that keys are made of stay: without them rows have no identity or no parent. */
export function fitsRemoval(draft: DraftModule, row: ColumnRow): Misfit {
  if (row.isPrimary) return why("part of the primary key", "часть первичного ключа");
  const table = draft.tables[row.tableIndex];
  if (table?.foreignKeys.some(({ columns }) => columns.includes(row.column)))
    return why("part of a foreign key", "часть внешнего ключа");
  const isReferenced = draft.tables.some(({ foreignKeys }) =>
    foreignKeys.some(
      ({ parent, parentColumns }) => parent === row.table && parentColumns.includes(row.column),
    ),
  );
  return isReferenced ? why("a foreign key references it", "на неё ссылается внешний ключ") : undefined;
}

export interface Sorted {
  readonly fitting: readonly ColumnRow[];
  readonly rest: readonly { readonly row: ColumnRow; readonly why: Text }[];
}

/** Those that a change fits, and the others each with its reason: what fits some is done for these. */
export function sorted(rows: readonly ColumnRow[], misfit: (row: ColumnRow) => Misfit): Sorted {
  const judged = rows.map((row) => ({ row, why: misfit(row) }));
  return {
    fitting: judged.flatMap(({ row, why }) => (why ? [] : [row])),
    rest: judged.flatMap(({ row, why }) => (why ? [{ row, why }] : [])),
  };
}
