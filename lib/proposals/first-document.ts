import {
  type ColumnProposal,
  dataNameSchema,
  type ModuleProposal,
  type ProposedColumn,
  type SourceTable,
} from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { type IdentifierQuote, quotedColumns, quotedTable } from "#lib/sources";
import { keyColumn, personTable, referenceColumn, sameColumns, withoutRoles } from "./roles.ts";

/** Turns any name into one that modules and sources may have. */
export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 63) || "module";

/** A table of a source, and what was proposed for its columns; what has no proposal is left out. */
export interface ChosenTable {
  readonly table: SourceTable;
  /** Rows that were looked at. */
  readonly rows: number;
  readonly columns: ReadonlyMap<string, ColumnProposal>;
}

/** Fewer persons than these in a class would stand out. */
const standardK = 5;
const standardSuppression = 0.2;

const isOut = ({ anonymize }: Pick<ColumnProposal, "anonymize">): boolean => anonymize?.rule === "drop";

/** What the proposal of a column writes into its document; why a column is left out stands in its description. */
function written(proposed: ProposedColumn) {
  const { kind: _kind, confidence: _sure, role: _role, alternative: _other, reason, ...proposal } = proposed;
  return {
    ...proposal,
    ...(proposal.normalize ? { onCastFailure: "null" as const } : {}),
    ...(isOut(proposal) ? { description: reason.en } : {}),
  };
}

const keyOf = ({ schema, name }: { schema?: string; name: string }) => JSON.stringify([schema ?? "", name]);

/** Names that a document and the engine can have: well-formed, and different whatever their case. */
function takeNames() {
  const taken = new Set<string>();
  return (...candidates: readonly string[]): string | undefined => {
    const free = candidates.find(
      (name) => dataNameSchema.safeParse(name).success && !taken.has(name.toLowerCase()),
    );
    if (free !== undefined) taken.add(free.toLowerCase());
    return free;
  };
}

const unnameable: Text = {
  en: "Its name cannot stand in a document: it begins with __, has control characters, or differs from another only by case.",
  ru: "Её имя не может стоять в документе: начинается с __, содержит управляющие символы или отличается от другого только регистром.",
};
const withoutColumns: Text = { en: "It has no columns.", ru: "В ней нет столбцов." };

/** The source that a document is made for, and what its SQL puts around a name. */
export interface ProposedSource {
  readonly name: string;
  readonly identifierQuote?: IdentifierQuote | undefined;
  /** What the document binds the name to; absent: the name itself. */
  readonly ref?: string;
  /** Its keys are pseudonyms already: they stay, for this reason. */
  readonly keysStay?: string;
}

/**
 * A first document for a source: its tables, types, keys and foreign keys, and for every column a class with a rule, or
 * why it is left out. What nothing is known of is dropped.
 */
export function firstDocument(
  { name: source, identifierQuote, ref = source, keysStay }: ProposedSource,
  chosen: readonly ChosenTable[],
  module: { readonly name: string; readonly title?: string } = { name: slugOf(source) },
) {
  const leftOut: ModuleProposal["leftOut"] = [];
  const names = new Map<string, string>();
  const take = takeNames();
  for (const { table } of chosen) {
    const name = take(table.name, `${table.schema ?? "other"}_${table.name}`);
    const reason = name === undefined ? unnameable : table.columns.length === 0 ? withoutColumns : undefined;
    if (name !== undefined && reason === undefined) names.set(keyOf(table), name);
    else
      leftOut.push({
        name: [table.schema, table.name].filter(Boolean).join("."),
        reason: reason ?? unnameable,
      });
  }
  const present = chosen.filter(({ table }) => names.has(keyOf(table)));

  const described = present.map(({ table, rows, columns: proposals }) => {
    const takeColumn = takeNames();
    const known = table.columns.filter(({ name }) => takeColumn(name) !== undefined);
    const isKnown = (columns: readonly string[]) =>
      columns.every((one) => known.some(({ name }) => name === one));
    const primaryKey = isKnown(table.primaryKey) ? table.primaryKey : [];
    const foreignKeys = table.foreignKeys.flatMap(({ columns, references }) => {
      const home = present.find(
        (other) => keyOf(other.table) === keyOf({ schema: references.schema, name: references.table }),
      )?.table;
      const parent = home && names.get(keyOf(home));
      // Only a primary key gives its columns a form; others stay columns of their own.
      if (!home || parent === undefined || !sameColumns(home.primaryKey, references.columns)) return [];
      if (!isKnown(columns)) return [];
      return [
        { columns, references: { table: parent, columns: references.columns }, onOrphan: "reject" as const },
      ];
    });
    const inherited = new Set(foreignKeys.flatMap(({ columns }) => columns));
    const columns = known.map(({ name, datatype }): { written: object; proposed: ProposedColumn } => {
      // A foreign key takes type, class and rule from the key it references.
      if (inherited.has(name)) return { written: { name }, proposed: { name, ...referenceColumn } };
      if (primaryKey.includes(name)) {
        const key = keysStay === undefined ? keyColumn : (proposals.get(name) ?? keyColumn);
        return {
          written: { name, datatype, privacyClass: key.privacyClass },
          proposed: { name, ...key, role: keyColumn.role },
        };
      }
      const looked = proposals.get(name);
      const proposed = {
        name,
        ...(keysStay !== undefined && looked ? looked : withoutRoles(table, name, datatype, looked)),
      };
      return { written: { datatype, ...written(proposed) }, proposed };
    });
    return { table, rows, primaryKey, foreignKeys, columns, omitted: table.columns.length - known.length };
  });

  const strategy =
    keysStay === undefined ? { rule: "surrogate" } : { rule: "keep", with: { reason: keysStay } };
  const tables = described.map(({ table, primaryKey, foreignKeys, columns, omitted }) => {
    const needsClasses = columns.some(
      ({ proposed }) => proposed.privacyClass === "quasi-identifier" && !isOut(proposed),
    );
    return {
      name: names.get(keyOf(table)) ?? table.name,
      ...(omitted > 0 ? { description: `${omitted} columns are left out: ${unnameable.en}` } : {}),
      publish: true,
      extraction: {
        language: "sql" as const,
        source,
        // What cannot be named is not read either.
        script: `select ${
          omitted === 0
            ? "*"
            : quotedColumns(
                columns.map(({ proposed }) => proposed.name),
                identifierQuote,
              )
        } from ${quotedTable(table, identifierQuote)}`,
      },
      columns: columns.map((column) => column.written),
      ...(needsClasses ? { privacy: { kAnonymity: standardK, suppressionLimit: standardSuppression } } : {}),
      ...(primaryKey.length === 0 ? {} : { primaryKey: { columns: primaryKey, strategy } }),
      ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
    };
  });
  const person = personTable(described);
  const document = {
    "@type": "DataModule" as const,
    format: 2 as const,
    name: module.name,
    ...(module.title ? { title: module.title } : {}),
    sources: [{ name: source, ref }],
    ...(person ? { person: { table: names.get(keyOf(person)) ?? person.name } } : {}),
    tables,
  };
  return {
    document,
    tables: described.map(({ table, rows, columns }) => ({
      name: names.get(keyOf(table)) ?? table.name,
      rows,
      ...(table.estimatedRows === undefined ? {} : { estimatedRows: table.estimatedRows }),
      columns: columns.map(({ proposed }) => proposed),
    })),
    leftOut,
  };
}
