import type { TableRef } from "#lib/contracts";

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A table in a statement of its source. */
export const quotedTable = ({ schema, name }: TableRef): string =>
  [schema, name]
    .filter((part) => part !== undefined)
    .map(quoted)
    .join(".");

/** A list of columns in a statement of their source. */
export const quotedColumns = (names: readonly string[]): string => names.map(quoted).join(", ");

/** A pattern of table names: `*` stands for any letters; several are separated by commas. */
export function tablePattern(text: string): (table: TableRef) => boolean {
  const patterns = text.split(",").map((part) => {
    const escaped = part.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*")}$`, "i");
  });
  return ({ schema, name }) =>
    patterns.some((pattern) => pattern.test(name) || pattern.test(`${schema ?? ""}.${name}`));
}
