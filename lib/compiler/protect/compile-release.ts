import { and, join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import { published } from "../names.ts";
import type { TablePlan } from "../plan/module-plan.ts";

/**
 * What somebody who has an earlier version too can tell: one row with `rows` of this version, `both` (rows whose key is in
 * both), `changed` (of those, with other quasi-identifiers), `alone` (of those, alone in their pair of classes) and
 * `smallest`, the least size of such a pair. Values are compared as texts, since a type may have changed.
 */
export function compareReleases(
  table: TablePlan,
  keys: readonly string[],
  quasi: readonly string[],
  file: string,
): Sql {
  const selected = [
    ...keys.map((column, at) => sql`${name(column)}::varchar as ${name(`k${at}`)}`),
    ...quasi.map((column, at) => sql`${name(column)}::varchar as ${name(`q${at}`)}`),
  ];
  const same = and(keys.map((_, at) => sql`${name("a", `k${at}`)} = ${name("b", `k${at}`)}`));
  const pairs = quasi.flatMap((_, at) => [
    sql`${name("a", `q${at}`)} as ${name(`a${at}`)}`,
    sql`${name("b", `q${at}`)} as ${name(`b${at}`)}`,
  ]);
  const stayed = and(quasi.map((_, at) => sql`${name(`a${at}`)} is not distinct from ${name(`b${at}`)}`));
  const classes = join(
    quasi.flatMap((_, at) => [name(`a${at}`), name(`b${at}`)]),
    unsafeText(", "),
  );
  return sql`select (select count(*) from ${published(table.name)})::double as "rows", coalesce(sum(n), 0)::double as "both",
      coalesce(sum(n) filter (not (${stayed})), 0)::double as "changed", coalesce(sum(n) filter (n = 1), 0)::double as "alone",
      coalesce(min(n), 0)::double as "smallest" from (
        select ${classes}, count(*) as n from (
          select ${join(pairs)} from (select ${join(selected)} from ${published(table.name)}) a
          join (select ${join(selected)} from read_parquet(${literal(file)})) b on ${same}
        ) group by ${classes})`;
}
