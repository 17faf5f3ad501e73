import type { SourceTable } from "#lib/contracts";
import type { ColumnProposal } from "#lib/privacy";

/** Turns any name into one that modules and sources may have. */
export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 63) || "module";

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A table in a statement of its source. */
export const quotedTable = ({ schema, name }: SourceTable): string =>
  [schema, name]
    .filter((part) => part !== undefined)
    .map(quoted)
    .join(".");

/** A pattern of table names: `*` stands for any letters; several are separated by commas. */
export function tablePattern(text: string): (table: SourceTable) => boolean {
  const patterns = text.split(",").map((part) => {
    const escaped = part.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*")}$`, "i");
  });
  return ({ schema, name }) =>
    patterns.some((pattern) => pattern.test(name) || pattern.test(`${schema ?? ""}.${name}`));
}

/** What the proposal of a column writes into its document; why a column is left out stands in its description. */
function written({ kind: _kind, reason, ...proposal }: ColumnProposal) {
  return {
    ...proposal,
    ...(proposal.normalize ? { onCastFailure: "null" as const } : {}),
    ...(proposal.anonymize?.rule === "drop" ? { description: reason.en } : {}),
  };
}

/** Fewer persons than these in a class would stand out. */
const standardK = 5;
const standardSuppression = 0.2;

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

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
function personTable(
  found: readonly SourceTable[],
  proposalOf: (table: SourceTable, column: string) => ColumnProposal,
): SourceTable | undefined {
  const counted = found
    .filter(({ primaryKey }) => primaryKey.length > 0)
    .map((table) => ({
      table,
      kinds: table.columns.filter(({ name }) => ofPersons.includes(proposalOf(table, name).kind ?? ""))
        .length,
    }))
    .filter(({ kinds }) => kinds > 1);
  return counted.sort((a, b) => b.kinds - a.kinds)[0]?.table;
}

/**
 * A first document for a database: its tables, types, keys and foreign keys, and for every column a class with a rule, or
 * why it is left out. What it does not know is dropped.
 */
export function firstDocument(
  source: string,
  found: readonly SourceTable[],
  proposalOf: (table: SourceTable, column: string) => ColumnProposal,
) {
  const key = ({ schema, name }: { schema?: string; name: string }) => JSON.stringify([schema ?? "", name]);
  const names = new Map<string, string>();
  for (const table of found) {
    const taken = new Set(names.values());
    names.set(key(table), taken.has(table.name) ? `${table.schema ?? "other"}_${table.name}` : table.name);
  }
  const person = personTable(found, proposalOf);
  const tables = found.map((table) => {
    const foreignKeys = table.foreignKeys.flatMap(({ columns, references }) => {
      const home = found.find(
        (other) => key(other) === key({ schema: references.schema, name: references.table }),
      );
      const parent = home && names.get(key(home));
      // Only a primary key gives its columns a form; others stay columns of their own.
      if (!home || parent === undefined || !isSame(home.primaryKey, references.columns)) return [];
      return [
        { columns, references: { table: parent, columns: references.columns }, onOrphan: "reject" as const },
      ];
    });
    // A foreign key takes its type from the key it references.
    const inherited = new Set(foreignKeys.flatMap(({ columns }) => columns));
    const columns = table.columns.map(({ name, datatype }) => {
      if (inherited.has(name)) return { name };
      if (table.primaryKey.includes(name))
        return { name, datatype, privacyClass: "direct-identifier" as const };
      return { name, datatype, ...written(proposalOf(table, name)) };
    });
    return {
      name: names.get(key(table)) ?? table.name,
      publish: true,
      extraction: { language: "sql" as const, source, script: `select * from ${quotedTable(table)}` },
      columns,
      ...(columns.some(
        (column) =>
          "privacyClass" in column &&
          column.privacyClass === "quasi-identifier" &&
          column.anonymize?.rule !== "drop",
      )
        ? { privacy: { kAnonymity: standardK, suppressionLimit: standardSuppression } }
        : {}),
      ...(table.primaryKey.length === 0
        ? {}
        : { primaryKey: { columns: table.primaryKey, strategy: { rule: "surrogate" } } }),
      ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
    };
  });
  return {
    "@type": "DataModule" as const,
    format: 1 as const,
    name: slugOf(source),
    sources: [{ name: source, ref: source }],
    ...(person ? { person: { table: names.get(key(person)) ?? person.name } } : {}),
    tables,
  };
}
