import { join, type Sql, sql } from "#lib/sql";
import type { ColumnProfile } from "./profile-column.ts";
import { isAccountOf } from "./value-tests.ts";

/** A bank's code and an account in one table: the account's check digit is made with the code, so that together they tell themselves. */

export interface AccountPair {
  /** Places of the columns. */
  readonly bik: number;
  readonly account: number;
}

/** The share of values from which two columns are tried together. */
const tried = 0.85;
/** Pairs of one table that are tried: a table of accounts has a few. */
const mostPairs = 16;

/** Columns whose values are written as codes of banks and as accounts. */
export function accountPairs(profiles: readonly ColumnProfile[]): readonly AccountPair[] {
  const like = (kind: string) =>
    profiles.flatMap(({ matches, present }, at) =>
      present > 0 && (matches[kind] ?? 0) >= tried * present ? [at] : [],
    );
  const accounts = like("bank-account");
  return like("bik")
    .flatMap((bik) => accounts.map((account) => ({ bik, account })))
    .slice(0, mostPairs);
}

/** For each pair the rows that have both, and those in which they fit. `column` names a column of `table` by its place. */
export function pairQuery(table: Sql, pairs: readonly AccountPair[], column: (place: number) => Sql): Sql {
  const digits = (place: number) => sql`regexp_replace(cast(${column(place)} as varchar), '[^0-9]', '', 'g')`;
  const counted = pairs.map(
    ({ bik, account }, at) =>
      sql`select ${at} as pair, count(*) as "rows", count_if(${isAccountOf(sql`account`, sql`bik`)}) as "fitting"
        from (select lpad(${digits(bik)}, 9, '0') as bik, ${digits(account)} as account from ${table})
        where length(bik) = 9 and length(account) = 20`,
  );
  return join(counted, sql` union all `);
}

/** The profiles, in which both columns of a pair say in how many rows they fit; of several the one that fits most. */
export function withPairs(
  profiles: readonly ColumnProfile[],
  pairs: readonly AccountPair[],
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly ColumnProfile[] {
  const found = rows.flatMap((row) => {
    const pair = pairs[Number(row.pair)];
    return pair ? [{ ...pair, rows: Number(row.rows), fitting: Number(row.fitting) }] : [];
  });
  return profiles.map((profile, at) => {
    const [best] = found
      .filter(({ bik, account, rows: all }) => all > 0 && (bik === at || account === at))
      .sort((a, b) => b.fitting / b.rows - a.fitting / a.rows);
    return best ? { ...profile, pair: { rows: best.rows, fitting: best.fitting } } : profile;
  });
}
