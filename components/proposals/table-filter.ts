import type { SourceTable } from "#lib/contracts";
import { tablePattern } from "#lib/sources";
import { matches } from "../ui/list-filter.tsx";

type Named = Pick<SourceTable, "schema" | "name">;

/** The regular expression between two slashes; undefined for anything else, null while it is none yet. */
function expressionIn(filter: string): RegExp | null | undefined {
  const [, source] = /^\/(.+)\/$/.exec(filter) ?? [];
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, "iu");
  } catch {
    return null;
  }
}

/**
 * Whether a filter finds a table: between slashes it is a regular expression, with a star or a comma a pattern of whole names,
 * else it stands somewhere in the name.
 */
export function tableFits(filter: string, table: Named): boolean {
  const expression = expressionIn(filter);
  if (expression === null) return false;
  if (expression !== undefined)
    return (
      expression.test(table.name) ||
      (table.schema !== undefined && expression.test(`${table.schema}.${table.name}`))
    );
  return /[*,]/.test(filter) ? tablePattern(filter)(table) : matches(filter, table.schema, table.name);
}
