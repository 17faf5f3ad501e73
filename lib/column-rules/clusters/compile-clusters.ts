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

/** Pairs that may be looked at one by one: beyond it nobody waits for the answer, and nobody reads the list. */
export const greatestPairs = 10_000_000;

/** One row, one number: about how many distinct values there are, in constant memory. Above the method's `greatest` refuse it. */
export const compileDistinctCount = ({ table, column }: ClusterColumn): Sql =>
  sql`select approx_count_distinct(${name(column)}) from ${table}`;

/** Values by number, with what they are compared by: `c` of `l` characters, and the keys of which they must share one. */
const prepared = (column: ClusterColumn, method: ClusterMethod): Sql =>
  sql`select row_number() over () as id, v, n, c, length(c) as l, ${method.keys(sql`v`, method.size)} as keys
    from (select v, n, ${comparable(sql`v`)} as c from (${values(column)})) where length(v) <= 1000`;

/**
 * What neighbours have in common, as keys of the shorter and of the longer one. A text that is cut into one part more than
 * characters may change has a part that did not, and before it exactly as many changes as parts: it is shifted by no more
 * (G. Li et al., Pass-Join, 2011). Texts too short to be cut have a key of the method in common. In the end bytes are
 * counted: never fewer of them change than characters.
 */
function shared(radius: number): { readonly shorter: Sql; readonly longer: Sql } {
  const parts = radius + 1;
  const from = (length: Sql): Sql => sql`(p * ${length} // ${parts})`;
  const size = (length: Sql): Sql => sql`((p + 1) * ${length} // ${parts} - p * ${length} // ${parts})`;
  const every = sql`(select unnest(range(${parts})) as p)`;
  const short = (most: number): Sql =>
    sql`select id, l, -1 as t, -1 as p, unnest(keys) as k from prepared where l <= ${most}`;
  return {
    shorter: sql`select id, l, l as t, p, substr(c, ${from(sql`l`)} + 1, ${size(sql`l`)}) as k
        from prepared, ${every} where l >= ${parts}
      union all ${short(radius)}`,
    longer: sql`select id, l, t, p, substr(c, ${from(sql`t`)} + shift + 1, ${size(sql`t`)}) as k
        from (select *, unnest(range(greatest(-p, l - t - ${radius} + p), least(p, l - t + ${radius} - p) + 1)) as shift
          from (select id, c, l, l - less as t, p from prepared, (select unnest(range(${parts})) as less), ${every}))
        where t >= ${parts} and ${from(sql`t`)} + shift between 0 and l - ${size(sql`t`)}
      union all ${short(2 * radius)}`,
  };
}

/** One row, one number: how many pairs a distance is measured of. Of no use where a key decides. */
export function compilePairCount(column: ClusterColumn, method: ClusterMethod, radius: number): Sql {
  const { shorter, longer } = shared(radius);
  const counted = (keys: Sql): Sql =>
    sql`(select t, p, k, count(*)::hugeint as n from (${keys}) group by all)`;
  return sql`with prepared as materialized (${prepared(column, method)})
    select coalesce(sum(a.n * b.n), 0)::double from ${counted(shorter)} a join ${counted(longer)} b using (t, p, k)`;
}

/** Pairs of values, each once, of which no more than `radius` characters differ and that share a key. */
function compileNeighbours(column: ClusterColumn, method: ClusterMethod, radius: number): Sql {
  const { shorter, longer } = shared(radius);
  return sql`with prepared as materialized (${prepared(column, method)}),
    pairs as (select distinct x.id as one, y.id as other from (${shorter}) x join (${longer}) y using (t, p, k)
      join prepared a on a.id = x.id join prepared b on b.id = y.id
      where (x.l < y.l or x.id < y.id) and x.id <> y.id and levenshtein(a.c, b.c) <= ${radius})
    select least(a.v, b.v) as v, greatest(a.v, b.v) as "to", if(a.v < b.v, a.n, b.n) as n, if(a.v < b.v, b.n, a.n) as m
      from pairs join prepared a on a.id = one join prepared b on b.id = other
      where abs(length(a.v) - length(b.v)) <= ${radius} and list_has_any(a.keys, b.keys) order by all`;
}

/**
 * Rows (from, to, rows of from, rows of to): values of one cluster. With a key, each value points to the cluster's most
 * frequent one, ties to the smallest; with a distance, each pair of neighbours stands there once and is merged afterwards.
 */
export function compileClusters(column: ClusterColumn, method: ClusterMethod, radius: number): Sql {
  if (method.isDistance) return compileNeighbours(column, method, radius);
  const keyed = sql`select v, n, unnest(${method.keys(sql`v`, method.size)}) as k from (${values(column)})`;
  const best = sql`first(v order by n desc, v) over (partition by k)`;
  const most = sql`first(n order by n desc, v) over (partition by k)`;
  return sql`select v, "to", n, m from (select v, n, ${best} as "to", ${most} as m from (${keyed}) where k <> '')
    where v <> "to" order by all`;
}
