import type { SourceTable } from "#lib/contracts";

/** Turns any name into one that modules and sources may have. */
export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 63) || "module";

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A pattern of table names: `*` stands for any letters; several are separated by commas. */
export function tablePattern(text: string): (table: SourceTable) => boolean {
  const patterns = text.split(",").map((part) => {
    const escaped = part.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*")}$`, "i");
  });
  return ({ schema, name }) =>
    patterns.some((pattern) => pattern.test(name) || pattern.test(`${schema ?? ""}.${name}`));
}

/**
 * A first document for a database: its tables, types, keys and foreign keys. No column has a class, so that it does not
 * run before somebody has decided about each.
 */
export function firstDocument(source: string, found: readonly SourceTable[]) {
  const key = ({ schema, name }: { schema?: string; name: string }) => JSON.stringify([schema ?? "", name]);
  const names = new Map<string, string>();
  for (const table of found) {
    const taken = new Set(names.values());
    names.set(key(table), taken.has(table.name) ? `${table.schema ?? "other"}_${table.name}` : table.name);
  }
  const tables = found.map((table) => {
    const foreignKeys = table.foreignKeys.flatMap(({ columns, references }) => {
      const parent = names.get(key({ schema: references.schema, name: references.table }));
      if (parent === undefined) return [];
      return [
        { columns, references: { table: parent, columns: references.columns }, onOrphan: "reject" as const },
      ];
    });
    // A foreign key takes its type from the key it references.
    const inherited = new Set(
      foreignKeys
        .filter(({ references }) => references.table !== names.get(key(table)) || foreignKeys.length > 0)
        .flatMap(({ columns }) => columns),
    );
    const from = [table.schema, table.name]
      .filter((part) => part !== undefined)
      .map(quoted)
      .join(".");
    return {
      name: names.get(key(table)) ?? table.name,
      publish: true,
      extraction: { language: "sql" as const, source, script: `select * from ${from}` },
      columns: table.columns.map((column) => ({
        name: column.name,
        ...(inherited.has(column.name) ? {} : { datatype: column.datatype }),
      })),
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
    tables,
  };
}
