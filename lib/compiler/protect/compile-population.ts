import { AppError } from "#lib/kernel";
import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { compileAnonymize } from "../anonymize/compile-anonymize.ts";
import { anonymized } from "../names.ts";
import { tablePlan } from "../plan/foreign-key-path.ts";
import type { ModulePlan, TablePlan } from "../plan/module-plan.ts";
import { columnKey, type DecidedLevels, populationClasses, quasiIdentifiers } from "./compile-classes.ts";

/**
 * Counts the population by the quasi-identifiers of a table's classes, made by the same rules as the published ones.
 * People whom a rule cannot handle are left out: a smaller population promises less.
 */
export function createPopulation(plan: ModulePlan, table: TablePlan, decided: DecidedLevels): readonly Sql[] {
  const population = tablePlan(plan, table.population ?? "");
  if (!population || population.publish) return [];
  const columns = quasiIdentifiers(plan, table).map((quasi) => {
    const published = tablePlan(plan, quasi.table)?.columns.find(({ name: own }) => own === quasi.column);
    const listed = population.columns.find(({ name: own }) => own === quasi.column);
    if (!published || !listed)
      throw new AppError("request-invalid", {
        detail: `the population ${population.name} has no ${quasi.column}`,
      });
    const { anonymize, hierarchy, privacyClass, domain } = published;
    const level = decided.get(columnKey(quasi)) ?? hierarchy?.level;
    return {
      ...listed,
      anonymize,
      privacyClass,
      domain,
      ...(hierarchy ? { hierarchy: { ...hierarchy, level } } : {}),
    };
  });
  const asPublished: TablePlan = { ...population, publish: true, columns };
  const keys = columns.map((column, index) => sql`${name(column.name)} as ${name(`q${index}`)}`);
  const names = join(columns.map((_, index) => name(`q${index}`)));
  return [
    compileAnonymize(plan, asPublished, new Set()),
    sql`create or replace table ${populationClasses(table.name)} as select ${names}, count(*) as c from (
      select ${join(keys, unsafeText(", "))} from ${anonymized(population.name)} where "__bad" = 0) group by ${names}`,
    sql`drop table ${anonymized(population.name)}`,
  ];
}
