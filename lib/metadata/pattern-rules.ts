import type { ColumnDocument, ModuleDocument, PatternDocument, TableDocument } from "./document.ts";
import { parentOf } from "./parent-of.ts";

/**
 * Whether a name fits a pattern: `*` stands for any characters, `?` for one; case does not count. Goes back to the last
 * star only, so that no pattern takes longer than its length times the name's; a regular expression could.
 */
export function fitsPattern(pattern: string, name: string): boolean {
  const [wanted, given] = [[...pattern.toLowerCase()], [...name.toLowerCase()]];
  let [at, place] = [0, 0];
  let star: { readonly at: number; place: number } | undefined;
  while (place < given.length) {
    if (wanted[at] === "*") {
      star = { at, place };
      at++;
    } else if (wanted[at] === "?" || wanted[at] === given[place]) {
      at++;
      place++;
    } else if (star) {
      star.place++;
      at = star.at + 1;
      place = star.place;
    } else return false;
  }
  return wanted.slice(at).every((char) => char === "*");
}

/** The first pattern that a column's name fits. */
const patternOf = (document: ModuleDocument, column: string): PatternDocument | undefined =>
  document.patterns?.find(({ match }) => fitsPattern(match, column));

/**
 * What a column says, and what it takes from the first pattern that fits its name because it does not say it itself. A
 * foreign key takes its form from its parent and a primary key its rule from its strategy, so no pattern gives them one.
 */
export function withPattern(
  document: ModuleDocument,
  table: TableDocument,
  column: ColumnDocument,
): ColumnDocument {
  const pattern = patternOf(document, column.name);
  if (!pattern) return column;
  const { match: _match, datatype, normalize, privacyClass, anonymize, nulls, checks } = pattern;
  const isForeign = parentOf(document, table, column.name) !== undefined;
  const isPrimary = table.primaryKey?.columns.includes(column.name) ?? false;
  const given = {
    checks,
    ...(isForeign ? {} : { datatype, normalize, privacyClass }),
    ...(isForeign || isPrimary ? {} : { nulls }),
    ...(isForeign || isPrimary || column.hierarchy ? {} : { anonymize }),
  };
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(said), ...column };
}

/** A document in which every column says itself what it takes from a pattern. */
export function applyPatterns(document: ModuleDocument): ModuleDocument {
  if (!document.patterns?.length) return document;
  return {
    ...document,
    tables: document.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => withPattern(document, table, column)),
    })),
  };
}
