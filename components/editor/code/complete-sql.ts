/** What can be written at a place of a SQL script, from the tables that are really there. */

export interface SqlTable {
  readonly schema?: string | undefined;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export interface Completion {
  readonly label: string;
  readonly kind: "table" | "column" | "keyword";
  /** What is put in: names that are no plain words stand in quotes. */
  readonly text: string;
  readonly detail: string;
}

const keywords = [
  "select",
  "distinct",
  "from",
  "where",
  "join",
  "left join",
  "on",
  "using",
  "group by",
  "having",
  "order by",
  "limit",
  "union all",
  "with",
  "as",
  "case when",
  "then",
  "else",
  "end",
  "cast",
  "coalesce",
  "null",
  "and",
  "or",
  "not",
  "in",
  "is null",
  "between",
  "like",
  "over",
  "partition by",
] as const;

/** A name as both dialects read it back: quotes keep case and anything that is no plain word. */
export const quoted = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

const unquoted = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;

const namePattern = '(?:"(?:[^"]|"")+"|[\\p{L}_][\\p{L}\\p{N}_$]*)';
const reference = new RegExp(
  `(?:from|join|,)\\s+(?:(${namePattern})\\s*\\.\\s*)?(${namePattern})(?:\\s+(?:as\\s+)?(${namePattern}))?`,
  "giu",
);
const notAnAlias =
  /^(?:where|join|left|right|inner|full|cross|on|using|group|order|limit|union|having|as|window)$/i;

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Tables that a script names, by the names it calls them. */
function namedIn(script: string, tables: readonly SqlTable[]): ReadonlyMap<string, SqlTable> {
  const found = new Map<string, SqlTable>();
  for (const [, schema, name = "", alias] of script.matchAll(reference)) {
    const table = tables.find(
      (one) =>
        isSame(one.name, unquoted(name)) &&
        (schema === undefined || isSame(one.schema ?? "", unquoted(schema))),
    );
    if (!table) continue;
    found.set(unquoted(name).toLowerCase(), table);
    if (alias !== undefined && !notAnAlias.test(alias)) found.set(unquoted(alias).toLowerCase(), table);
  }
  return found;
}

const columnsOf = (table: SqlTable): readonly Completion[] =>
  table.columns.map(({ name, type }) => ({
    label: name,
    kind: "column",
    text: quoted(name),
    detail: `${type} · ${table.name}`,
  }));

const tableOf = ({ schema, name, columns }: SqlTable): Completion => {
  const isPlain = schema === undefined || schema === "public" || schema === "main";
  const label = isPlain ? name : `${schema}.${name}`;
  const text = isPlain ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
  return { label, kind: "table", text, detail: String(columns.length) };
};

/** Columns of the tables that the script names first; after a point, those of what stands before it. */
export function completeSql(
  script: string,
  offset: number,
  tables: readonly SqlTable[],
): readonly Completion[] {
  const before = script.slice(0, offset);
  const named = namedIn(script, tables);
  const owner = new RegExp(`(${namePattern})\\s*\\.\\s*(?:${namePattern})?$`, "u").exec(before)?.[1];
  if (owner !== undefined) {
    const table = named.get(unquoted(owner).toLowerCase());
    if (table) return columnsOf(table);
    return tables
      .filter(({ schema }) => schema !== undefined && isSame(schema, unquoted(owner)))
      .map((one) => ({ ...tableOf(one), label: one.name, text: quoted(one.name) }));
  }
  const columns = [...new Set(named.values())].flatMap(columnsOf);
  return [
    ...columns,
    ...tables.map(tableOf),
    ...keywords.map((word): Completion => ({ label: word, kind: "keyword", text: word, detail: "" })),
  ];
}
