import { type ManifestTable, parseColumnType } from "#lib/contracts";
import type { PostgresClient } from "#lib/network/server";
import { columnList, qualified } from "./names.ts";

/** What an index is made over; `isProved` where its values are known to fit an entry of a B-tree. */
interface Wanted {
  readonly columns: readonly string[];
  readonly isProved: boolean;
}

const isBeginningOf = (columns: readonly string[], longer: readonly string[]): boolean =>
  columns.every((column, at) => column === longer[at]);

/** Columns of the table that others refer to. */
const referredTo = (table: ManifestTable, tables: readonly ManifestTable[]): readonly (readonly string[])[] =>
  tables.flatMap(({ foreignKeys }) =>
    foreignKeys.flatMap(({ references }) => (references.table === table.name ? [references.columns] : [])),
  );

function wantedOf(table: ManifestTable, tables: readonly ManifestTable[]): readonly Wanted[] {
  const keyOf = (name: string) => tables.find((one) => one.name === name)?.primaryKey ?? [];
  const references = table.foreignKeys.map(({ columns, references: { table: parent, columns: its } }) => ({
    columns,
    // Values of the parent's key, which its own index takes.
    isProved: its.every((column) => keyOf(parent).includes(column)),
  }));
  const apart = [...referredTo(table, tables), ...(table.unique ?? [])];
  return [...references, ...apart.map((columns) => ({ columns, isProved: false }))];
}

/** The access method that takes all values of some columns; undefined where none does. */
function methodOf(table: ManifestTable, { columns, isProved }: Wanted): "btree" | "hash" | undefined {
  const types = columns.map((own) => {
    const datatype = table.columns.find(({ name }) => name === own)?.datatype ?? "json";
    return parseColumnType(datatype)?.name ?? "string";
  });
  // `json` keeps what it was given and cannot be compared.
  if (types.includes("json")) return undefined;
  if (isProved || !types.some((type) => ["string", "binary"].includes(type))) return "btree";
  return columns.length === 1 ? "hash" : undefined;
}

/**
 * What joins and look-ups by a document's own keys need beyond primary keys: foreign keys, what they refer to, and what is unique.
 * They are made once the rows are there, and none twice.
 */
export async function addIndexes(
  client: PostgresClient,
  schema: string,
  tables: readonly ManifestTable[],
): Promise<void> {
  for (const table of tables) {
    const made: (readonly string[])[] = [table.primaryKey];
    for (const wanted of wantedOf(table, tables)) {
      const method = methodOf(table, wanted);
      if (method === undefined || made.some((other) => isBeginningOf(wanted.columns, other))) continue;
      made.push(wanted.columns);
      await client.query(
        `create index on ${qualified(schema, table.name)} using ${method} (${columnList(wanted.columns)})`,
      );
    }
  }
}
