import { name, type Sql, sql } from "#lib/sql";
import type { ClusterMethod } from "./methods.ts";

/** A column of texts, already normalized as far as the document says. */
export interface ClusterColumn {
  readonly table: Sql;
  readonly column: string;
}

const values = ({ table, column }: ClusterColumn): Sql =>
  sql`select ${name(column)} as v, count(*) as n from ${table} where ${name(column)} is not null group by all`;

const russian = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
const oneByteEach = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${"\u0001\u0002\u0003\u0004\u0005\u0006\u0007"}`;

/**
 * A text for the engine's Levenshtein, which counts bytes: in small letters, Russian ones as capitals of one byte. A letter of
 * other alphabets still counts as its bytes, so that too few are taken for one rather than too many.
 */
const comparable = (value: Sql): Sql => sql`translate(lower(${value}), ${russian}, ${oneByteEach})`;

/** Pairs that a distance may be measured of: beyond it a run takes minutes and its list nobody reads. */
export const greatestPairs = 20_000_000;

/** One row, one number: about how many distinct values there are, in constant memory. Above the method's `greatest` refuse it. */
export const compileDistinctCount = ({ table, column }: ClusterColumn): Sql =>
  sql`select approx_count_distinct(${name(column)}) from ${table}`;

/** One row, one number: how many pairs share a key. Of no use where a key decides. */
export const compilePairCount = (column: ClusterColumn, method: ClusterMethod): Sql =>
  sql`select coalesce(sum(n * (n - 1) // 2), 0)::double from (select count(*)::hugeint as n from
    (select unnest(${method.keys(sql`v`, method.size)}) as k from (${values(column)})) group by k)`;

/**
 * Rows (from, to, rows of from, rows of to): values of one cluster. With a key, each value points to the cluster's most
 * frequent one, ties to the smallest; with a distance, each pair of neighbours stands there once and is merged afterwards.
 */
export function compileClusters(column: ClusterColumn, method: ClusterMethod, radius: number): Sql {
  const keyed = sql`select v, n, unnest(${method.keys(sql`v`, method.size)}) as k from (${values(column)})`;
  if (method.isDistance) {
    return sql`select distinct a.v, b.v, a.n, b.n from (${keyed}) a join (${keyed}) b on a.k = b.k and a.v < b.v
      where abs(length(a.v) - length(b.v)) <= ${radius} and length(a.v) <= 1000 and levenshtein(${comparable(sql`a.v`)}, ${comparable(sql`b.v`)}) <= ${radius}
      order by all`;
  }
  const best = sql`first(v order by n desc, v) over (partition by k)`;
  const most = sql`first(n order by n desc, v) over (partition by k)`;
  return sql`select v, "to", n, m from (select v, n, ${best} as "to", ${most} as m from (${keyed}) where k <> '')
    where v <> "to" order by all`;
}
