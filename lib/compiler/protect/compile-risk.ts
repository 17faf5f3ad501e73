import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import type { ModulePlan, TablePlan } from "../plan/module-plan.ts";
import { classRows, countsRows, groups, quasiIdentifiers } from "./compile-classes.ts";

/** `size`, `classes` of the counted classes: what risks are made of, in persons or rows. */
export const sizeCounts = (table: TablePlan): Sql =>
  sql`select n as "size", count(*) as "classes" from ${groups(table.name)} where rows > 0 group by 1 order by 1`;

/** More columns would be known to hardly anybody, and there are too many choices of them. */
const mostTogether = 3;

/** Choices of up to three of a table's quasi-identifiers, by their numbers. */
export function choices(plan: ModulePlan, table: TablePlan): readonly (readonly number[])[] {
  const count = quasiIdentifiers(plan, table).length;
  const found: number[][] = [];
  const extend = (chosen: readonly number[], from: number): void => {
    for (let next = from; next < count; next++) {
      const more = [...chosen, next];
      found.push(more);
      if (more.length < mostTogether) extend(more, next + 1);
    }
  };
  extend([], 0);
  return found;
}

/**
 * Of each choice of quasi-identifiers: `choice`, its number, and `alone`, the share of persons (or rows) who share it with
 * nobody. All choices are grouped in one pass over the counted classes.
 */
export function uniqueShares(
  plan: ModulePlan,
  table: TablePlan,
  chosen: readonly (readonly number[])[],
): Sql {
  const sets = chosen.map((columns) => sql`(${join(columns.map((at) => name(`q${at}`)))})`);
  const count = quasiIdentifiers(plan, table).length;
  const all = Array.from({ length: count }, (_, at) => name(`q${at}`));
  const cases = chosen.map((columns, index) => {
    const bits = all.reduce((sum, _, at) => sum + (columns.includes(at) ? 0 : 2 ** (count - 1 - at)), 0);
    return sql` when ${bits} then ${index}`;
  });
  const own = countsRows(plan, table);
  const from = own ? groups(table.name) : sql`(${classRows(table.name)})`;
  const size = own ? sql`sum(n)` : sql`count(distinct "person")`;
  return sql`select case of_set${join(cases, unsafeText(""))} end as "choice",
      coalesce(sum(size) filter (size = 1), 0)::double / sum(size) as "alone" from (
        select grouping(${join(all)}) as of_set, ${size} as size from ${from} group by grouping sets (${join(sets)})
      ) group by of_set order by "choice"`;
}

/** The table's own quasi-identifiers, with their numbers among those of its classes. */
export const ownQuasiIdentifiers = (plan: ModulePlan, table: TablePlan) =>
  quasiIdentifiers(plan, table).flatMap((quasi, at) =>
    quasi.table === table.name ? [{ column: quasi.column, at }] : [],
  );

/** One row: of each own quasi-identifier `h<at>`, the entropy in bits of its values over the rows of the counted classes. */
export function classEntropies(plan: ModulePlan, table: TablePlan): Sql {
  const entropies = ownQuasiIdentifiers(plan, table).map(
    ({ at }) => sql`(select coalesce(-sum(p * log2(p)), 0) from (
      select sum(rows) / sum(sum(rows)) over () as p from ${groups(table.name)} where rows > 0 group by ${name(`q${at}`)}
    )) as ${name(`h${at}`)}`,
  );
  return sql`select ${entropies.length === 0 ? sql`null as none` : join(entropies)}`;
}

/** The smallest class of the population that a published class belongs to. */
export const smallestPopulation = (plan: ModulePlan, table: TablePlan, population: Sql): Sql => {
  const keys = quasiIdentifiers(plan, table).map((_, at) => name(`q${at}`));
  const same = join(
    keys.map((key) => sql`g.${key} is not distinct from p.${key}`),
    unsafeText(" and "),
  );
  return sql`select coalesce(min(coalesce(p.c, 0)), 0) from ${groups(table.name)} g left join ${population} p on ${same} where g.rows > 0`;
};
