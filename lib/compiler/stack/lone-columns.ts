import { isAcrossRows, needsOf } from "#lib/anonymizers";
import { findCheck, findNullStrategy, findTableCheck, groupingOf } from "#lib/column-rules";
import { modelColumn } from "#lib/metadata";
import { needsLookUp, publicationOf } from "../anonymize/published-column.ts";
import { hasScript, parameters } from "../cleanse/compile-column.ts";
import { isFitted } from "../keys/compile-fitted.ts";
import type { ColumnPlan, ModulePlan, TablePlan } from "../plan/module-plan.ts";

/** Columns that the rule of one looks at, itself included; empty where it looks at nothing but its own cell. */
function companionsOf(column: ColumnPlan): readonly string[] {
  const found = new Set<string>();
  if (
    hasScript(column) ||
    column.key ||
    column.checks.some(({ use }) => findCheck(use.rule)?.scope === "table")
  )
    found.add(column.name);
  if (isFitted(column)) {
    const definition = findNullStrategy(column.nulls.use.rule);
    const { by, order } = groupingOf(definition ? parameters(definition, column.nulls.use) : {});
    for (const name of [column.name, ...by, ...order]) found.add(name);
  }
  const publication = publicationOf(column);
  if (publication.how === "surrogate") found.add(column.name);
  if (publication.how !== "rule") return [...found];
  const { rule, params } = publication;
  const used = rule.columnsUsed?.(params) ?? [];
  const isTogether =
    used.length > 0 ||
    needsOf(rule, params).length > 0 ||
    isAcrossRows(rule, params) ||
    rule.declaresUnique?.(params) === true ||
    needsLookUp(column);
  return isTogether ? [...found, column.name, ...used] : [...found];
}

/** Columns that something of a table's own definition names. */
function namedByTable(table: TablePlan): readonly string[] {
  const checked = table.checks.flatMap(({ use }) => {
    const definition = findTableCheck(use.rule);
    return definition ? definition.columnsUsed(parameters(definition, use)) : [];
  });
  return [
    ...(table.primaryKey?.columns ?? []),
    ...table.foreignKeys.flatMap(({ columns, when }) => [...columns, ...(when ? [when.column] : [])]),
    ...(table.deduplicate?.columns ?? []),
    ...checked,
  ];
}

/** Columns of a table that other tables name. */
function namedByOthers(plan: ModulePlan, table: TablePlan): readonly string[] {
  return plan.tables.flatMap((other) => [
    ...other.foreignKeys.flatMap(({ parent, parentColumns }) => (parent === table.name ? parentColumns : [])),
    ...other.checks.flatMap(({ use }) => {
      const definition = findTableCheck(use.rule);
      if (definition?.scope !== "reference") return [];
      const target = definition.target(parameters(definition, use));
      return target.table === table.name ? target.columns : [];
    }),
  ]);
}

/** Columns that classes are made of or that models look at, where any table has models: its classes reach parents' columns. */
function measuredColumns(plan: ModulePlan, table: TablePlan): readonly string[] {
  if (plan.tables.every(({ models }) => models.length === 0)) return [];
  return [
    ...table.columns.flatMap(({ name, privacyClass }) => (privacyClass === "quasi-identifier" ? [name] : [])),
    ...table.models.flatMap((model) => modelColumn(model) ?? []),
  ];
}

/** Whether whole rows are compared: where an order has ties, and where people are looked for among a population. */
const isWhole = (plan: ModulePlan, table: TablePlan): boolean =>
  plan.tables.some(({ population }) => population === table.name) ||
  table.columns.some(({ nulls }) => findNullStrategy(nulls.use.rule)?.fill === "ordered");

/**
 * The columns of a table that nothing but their own rules looks at, each cell by itself: what becomes of one follows from it
 * alone, and all it does to its row is to have it rejected. Everything else has to stand side by side.
 */
export function loneColumns(plan: ModulePlan, table: TablePlan): readonly ColumnPlan[] {
  if (isWhole(plan, table)) return [];
  const together = new Set([
    ...namedByTable(table),
    ...namedByOthers(plan, table),
    ...measuredColumns(plan, table),
    ...table.columns.flatMap(companionsOf),
  ]);
  return table.columns.filter(({ name }) => !together.has(name));
}
