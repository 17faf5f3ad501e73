import { findAnonymizer } from "#lib/anonymizers";
import { type ColumnProposal, type ProposedColumn, parseColumnType, type SourceTable } from "#lib/contracts";

/** What columns are proposed for that keys decide, whatever their values look like. */

export const sameColumns = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

type Role = Omit<ProposedColumn, "name">;

export const keyColumn: Role = {
  role: "key",
  privacyClass: "direct-identifier",
  anonymize: { rule: "surrogate" },
  reason: {
    en: "The primary key: rows are numbered anew, and references to them follow.",
    ru: "Первичный ключ: строки получают новые номера, ссылки на них следуют за ними.",
  },
};

export const referenceColumn: Role = {
  role: "reference",
  privacyClass: "direct-identifier",
  reason: {
    en: "A foreign key: it takes class and rule from the key it references.",
    ru: "Внешний ключ: класс и правило берёт от ключа, на который ссылается.",
  },
};

const nothingKnown: ColumnProposal = {
  privacyClass: "sensitive",
  anonymize: { rule: "drop" },
  reason: { en: "Left out: it could not be looked at.", ru: "Не публикуется: посмотреть не удалось." },
};

/** A number of a row elsewhere tells whose it is, however often it repeats: a pseudonym, equal in all tables that refer to it. */
function referenceElsewhere(domain: string, datatype: string): Role {
  const type = parseColumnType(datatype);
  const isTaken = type && findAnonymizer("pseudonymize")?.accepts.includes(type.name);
  return {
    role: "reference",
    privacyClass: "direct-identifier",
    anonymize: isTaken ? { rule: "pseudonymize", with: { domain } } : { rule: "drop" },
    reason: {
      en: "It refers to rows by something that is no key of this module: a pseudonym instead.",
      ru: "Ссылается на строки не по ключу этого модуля: вместо значения псевдоним.",
    },
  };
}

/** The proposal for a column that takes no form from a key of the module. */
export function withoutRoles(
  table: SourceTable,
  column: string,
  datatype: string,
  looked: ColumnProposal | undefined,
): Role {
  const reference = table.foreignKeys.find(({ columns }) => columns.includes(column));
  if (!reference) return looked ?? nothingKnown;
  // What values tell of a person is kept: an e-mail address stays one.
  if (looked?.kind !== undefined) return looked;
  const { references, columns } = reference;
  const target = references.columns[columns.indexOf(column)] ?? column;
  return referenceElsewhere(`${references.table}.${target}`.toLowerCase(), datatype);
}

const ofPersons = [
  "full-name",
  "first-name",
  "last-name",
  "email",
  "phone",
  "birth-date",
  "snils",
  "passport-ru",
];

/** The table that seems to hold persons, one a row: a key, and two kinds of what persons have; the one with the most. */
export function personTable(
  tables: readonly {
    readonly table: SourceTable;
    readonly primaryKey: readonly string[];
    readonly columns: readonly { readonly proposed: ProposedColumn }[];
  }[],
): SourceTable | undefined {
  const counted = tables
    .filter(({ primaryKey }) => primaryKey.length > 0)
    .map(({ table, columns }) => ({
      table,
      kinds: columns.filter(({ proposed }) => ofPersons.includes(proposed.kind ?? "")).length,
    }))
    .filter(({ kinds }) => kinds > 1);
  return counted.sort((a, b) => b.kinds - a.kinds)[0]?.table;
}
