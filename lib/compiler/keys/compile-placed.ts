import { join, name, type Sql, sql } from "#lib/sql";

/** Which of the values in their order, from 1, of how many. */
type Place = (count: Sql) => Sql;

/** What is found, in the queries below. The groups' own columns may have any name but one of the engine's. */
export const placed: Sql = name("__placed");

/** A sample of so many values is rarely wrong about a share of all by more than the margin: 3.6 times its deviation. */
const sampled = 8192;
const usualMargin = 0.02;
/** So many values show what share of them lies before the place. */
const many = 1_000_000;

/**
 * One row: the value at a place among the present ones in their order; null where there are none. A sample says roughly
 * where it lies, and only what is near is counted value by value; where the sample was wrong, all are sorted, which spills.
 * What is found does not depend on the sample.
 */
export function placedValue(rows: Sql, value: Sql, place: Place, margin = usualMargin): Sql {
  const share = (by: number) => sql`greatest(0, least(1, ${place(sql`${many}`)} / ${many} + ${by}))::float`;
  return sql`(with present as (select ${value} as v from (${rows}) where ${value} is not null),
    sampled as materialized (select v from present using sample reservoir(${sampled} rows)),
    bounds as materialized (select found[1] as low, found[2] as high, place from
      (select quantile_disc(v, [${share(-margin)}, ${share(margin)}]) as found from sampled),
      (select ${place(sql`count(*)`)} as place from present)),
    near as materialized (select v, count(*) as n from present, bounds where v between low and high group by v),
    below as materialized (select count(*) as n from present, bounds where v < low),
    hit as materialized (select v from (
        select near.v, near.n, below.n + sum(near.n) over (order by near.v rows unbounded preceding) as upto from near, below
      ), bounds where upto >= place and upto - n < place),
    searched as (select v from hit union all
      (select v from present where not exists (select 1 from hit) order by v limit 1 offset (select greatest(place - 1, 0) from bounds)))
    select max(v) as ${placed} from searched)`;
}

/** A row for each group: its columns, the value at the place among its present values, and `__n`, how many there are. */
export function placedByGroup(rows: Sql, value: Sql, groups: readonly string[], place: Place): Sql {
  const list = join(groups.map((group) => name(group)));
  return sql`(select ${list}, "__v" as ${placed}, "__n" from (
      select ${list}, ${value} as "__v", row_number() over (partition by ${list} order by ${value}) as "__place",
        count(*) over (partition by ${list}) as "__n"
      from (${rows}) where ${value} is not null
    ) where "__place" = ${place(sql`"__n"`)})`;
}
