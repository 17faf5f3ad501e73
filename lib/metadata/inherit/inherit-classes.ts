import type { Upstreams } from "#lib/contracts";
import type { ColumnDocument, ModuleDocument, TableDocument } from "../document.ts";
import { parentOf } from "../parent-of.ts";
import { withPattern } from "../pattern-rules.ts";
import { type Inherited, Origins } from "./origins.ts";

/** Why a column may stay as it came: what its own module did to it. It is written the same for everybody. */
export const inheritedReason = ({ origin, rule }: Inherited): string =>
  origin
    ? `module:${origin.module}@${origin.number} ${origin.table}.${origin.column}: ${rule ?? "as it is"}`
    : "";

function inheriting(
  document: ModuleDocument,
  table: TableDocument,
  column: ColumnDocument,
  inherited: Inherited,
): ColumnDocument {
  const said = withPattern(document, table, column);
  // A foreign key leaves as its parent does, which inherits itself.
  if (parentOf(document, table, column.name)) return column;
  const isPrimary = table.primaryKey?.columns.includes(column.name) ?? false;
  const privacyClass = said.privacyClass ?? inherited.privacyClass;
  const isRuled = isPrimary || said.anonymize !== undefined || said.hierarchy !== undefined;
  const stays = !isRuled && privacyClass !== "insensitive" && inherited.origin !== undefined;
  return {
    ...column,
    ...(said.privacyClass === undefined ? { privacyClass } : {}),
    ...(stays ? { anonymize: { rule: "keep", with: { reason: inheritedReason(inherited) } } } : {}),
  };
}

/** A document in which columns of modules' versions say themselves the class and technique that they bring along. */
export function inheritClasses(document: ModuleDocument, upstreams: Upstreams): ModuleDocument {
  if (upstreams.size === 0) return document;
  const origins = new Origins(document, upstreams);
  return {
    ...document,
    tables: document.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => {
        const inherited = origins.of(table, column);
        return inherited ? inheriting(document, table, column, inherited) : column;
      }),
    })),
  };
}
