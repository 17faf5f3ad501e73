import { name, type Sql, sql } from "#lib/sql";
import { accountPairs, pairQuery, withPairs } from "./account-pairs.ts";
import { type ColumnProfile, profileQuery, readProfiles } from "./profile-column.ts";

type Row = Readonly<Record<string, unknown>>;

/** Enough rows for every share that detection compares. */
const mostRows = 2000;
/** A wide table is looked at in fewer rows, so that it takes no longer than a few seconds. */
const mostValues = 150_000;
const leastRows = 100;

/** How many rows of a table are looked at, taken at random. */
export const rowsToProfile = (columns: number): number =>
  Math.max(leastRows, Math.min(mostRows, Math.floor(mostValues / Math.max(1, columns))));

/** The columns of a table that is profiled: `c0`, `c1` … */
export const profiledColumn = (place: number): Sql => name(`c${place}`);

/**
 * Counts the columns of a table that has nothing but texts in columns of these names. What `ask` answers is all that leaves
 * the engine, and it is asked for counts alone.
 */
export async function profileTable(
  ask: (query: Sql) => Promise<readonly Row[]>,
  table: Sql,
  columns: number,
): Promise<readonly ColumnProfile[]> {
  const cells = sql`(select cast(substr(place, 2) as integer) as place, value
    from ${table} unpivot include nulls (value for place in (columns(*))))`;
  const profiles = readProfiles(columns, await ask(profileQuery(cells)));
  const pairs = accountPairs(profiles);
  if (pairs.length === 0) return profiles;
  return withPairs(profiles, pairs, await ask(pairQuery(table, pairs, profiledColumn)));
}
