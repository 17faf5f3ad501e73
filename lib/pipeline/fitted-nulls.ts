import { duckdbType, findCheck, findNullStrategy } from "#lib/column-rules";
import {
  type ColumnPlan,
  parameters,
  remaining,
  removeRows,
  type TablePlan,
  tableNames,
} from "#lib/compiler";
import { AppError } from "#lib/kernel";
import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { note, type RunContext, tableState } from "./run-context.ts";

/** Columns whose nulls are filled from the surviving rows. */
export const fittedColumns = (table: TablePlan): readonly ColumnPlan[] =>
  table.columns.filter((column) => findNullStrategy(column.nulls.use.rule)?.fill === "fitted");

function fit(column: ColumnPlan): Sql {
  const definition = findNullStrategy(column.nulls.use.rule);
  if (definition?.fill !== "fitted") throw new TypeError("only fitted strategies are fitted");
  const expression = definition.compile.duckdb({
    value: name(column.name),
    type: column.type,
    params: parameters(definition, column.nulls.use),
  });
  return sql`cast(${expression} as ${unsafeText(duckdbType(column.type))}) as ${name(column.name)}`;
}

const nullRows = (table: TablePlan, column: ColumnPlan): Sql =>
  sql`select "__row" from (${remaining(table.name)}) where ${name(column.name)} is null`;

/** The first rejecting check that the fitted value itself violates: then every row it would fill is rejected. */
async function violatedCheck(
  context: RunContext,
  table: TablePlan,
  column: ColumnPlan,
): Promise<number | undefined> {
  for (const check of column.checks) {
    const definition = findCheck(check.use.rule);
    if (definition?.scope !== "row") continue;
    const violated = definition.violated.duckdb({
      value: name(column.name),
      type: column.type,
      params: parameters(definition, check.use),
    });
    const hits = await context.engine.count(
      sql`select count(*) from ${tableNames.fitted(table.name)} where ${name(column.name)} is not null and (${violated})`,
    );
    if (hits === 0 || check.onViolation === "warn") continue;
    if (check.onViolation === "fail") {
      throw new AppError(
        "rule-failed",
        { table: table.name, column: column.name, rule: check.use.rule, count: hits },
        { place: { stage: "keys", table: table.name, column: column.name, rule: check.use.rule } },
      );
    }
    return check.ordinal;
  }
  return undefined;
}

async function fillColumn(context: RunContext, table: TablePlan, column: ColumnPlan): Promise<number> {
  const { engine, request } = context;
  const nulls = await engine.count(sql`select count(*) from (${nullRows(table, column)})`);
  if (nulls === 0) return 0;
  const empty = await engine.count(
    sql`select count(*) from ${tableNames.fitted(table.name)} where ${name(column.name)} is null`,
  );
  const violated = empty > 0 ? column.nulls.ordinal : await violatedCheck(context, table, column);
  if (violated === undefined) {
    note(tableState(context, table.name), column.nulls.ordinal, nulls);
    return 0;
  }
  if (empty > 0) {
    request.ports.journal.emit({
      level: "warning",
      kind: "message",
      stage: "keys",
      table: table.name,
      message: "rules-empty-fit",
      params: { column: column.name, rule: column.nulls.use.rule },
    });
  }
  await engine.execute(removeRows(table.name, nullRows(table, column), violated, "keys"));
  return nulls;
}

/** Computes fitted values over the surviving rows and checks them again; answers the tables that lost rows by it. */
export async function applyFitted(context: RunContext): Promise<ReadonlySet<string>> {
  const shrunk = new Set<string>();
  for (const table of context.plan.tables) {
    const columns = fittedColumns(table);
    if (columns.length === 0) continue;
    context.engine.at({ stage: "keys", table: table.name });
    await context.engine.execute(
      sql`create or replace table ${tableNames.fitted(table.name)} as select ${join(columns.map(fit))} from (${remaining(table.name)})`,
    );
    for (const column of columns) if ((await fillColumn(context, table, column)) > 0) shrunk.add(table.name);
  }
  return shrunk;
}
