import type { TableRef } from "#lib/contracts";
import type { IdentifierQuote } from "./definition.ts";

const quoted = (name: string, quote: IdentifierQuote) =>
  `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;

/** A table in a statement of its source. */
export const quotedTable = ({ schema, name }: TableRef, quote: IdentifierQuote = '"'): string =>
  [schema, name]
    .filter((part) => part !== undefined)
    .map((part) => quoted(part, quote))
    .join(".");

/** A list of columns in a statement of their source. */
export const quotedColumns = (names: readonly string[], quote: IdentifierQuote = '"'): string =>
  names.map((name) => quoted(name, quote)).join(", ");

/** A pattern of table names: `*` stands for any letters; several are separated by commas. */
export function tablePattern(text: string): (table: TableRef) => boolean {
  const patterns = text.split(",").map((part) => {
    const escaped = part.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*")}$`, "i");
  });
  return ({ schema, name }) =>
    patterns.some((pattern) => pattern.test(name) || pattern.test(`${schema ?? ""}.${name}`));
}
