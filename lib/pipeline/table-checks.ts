import { findTableCheck, type TableCheck } from "#lib/column-rules";
import {
  losingRows,
  parameters,
  remaining,
  removeRows,
  strangers,
  surplusRows,
  type TableCheckPlan,
  type TablePlan,
} from "#lib/compiler";
import type { StageId, TableVerdict } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { literal, name, type Sql, sql } from "#lib/sql";
import { note, type RunContext, stagedColumns, tableState } from "./run-context.ts";

const found = name("work", "violating");

/** The checks of a table of some scopes, each with its definition and parsed parameters. */
export function checksOf<S extends TableCheck["scope"]>(table: TablePlan, scope: S) {
  return table.checks.flatMap((check) => {
    const definition = findTableCheck(check.use.rule);
    if (definition?.scope !== scope) return [];
    const params = parameters(definition, check.use);
    return [{ check, definition: definition as Extract<TableCheck, { scope: S }>, params }];
  });
}

const columnOf = (table: TablePlan, check: TableCheckPlan): string | undefined =>
  table.rules.find((rule) => rule.ordinal === check.ordinal)?.column;

/** Does about violating rows what the document says; answers how many it took out. */
async function settleRows(
  context: RunContext,
  table: TablePlan,
  check: TableCheckPlan,
  rows: Sql,
  stage: StageId,
): Promise<number> {
  const { engine } = context;
  await engine.execute(sql`create or replace table ${found} as ${rows}`);
  const count = await engine.count(sql`select count(*) from ${found}`);
  if (count === 0) return 0;
  if (check.onViolation === "fail") {
    const { rule } = check.use;
    const column = columnOf(table, check) ?? "";
    throw new AppError(
      "rule-failed",
      { table: table.name, column, rule, count },
      { place: { stage, table: table.name, column, rule } },
    );
  }
  if (check.onViolation === "warn") {
    note(tableState(context, table.name), check.ordinal, count);
    return 0;
  }
  await engine.execute(removeRows(table.name, sql`select "__row" from ${found}`, check.ordinal, stage));
  return count;
}

const startedAt = (context: RunContext): Sql =>
  sql`cast(${literal(context.state.startedAt)} as timestamp with time zone)`;

/** Conditions between columns of a row, then combinations that occur twice. */
export async function checkRows(context: RunContext, table: TablePlan): Promise<void> {
  for (const { check, definition, params } of checksOf(table, "row")) {
    const violated = definition.violated.duckdb({ params, column: name, startedAt: startedAt(context) });
    const rows = sql`select "__row" from (${remaining(table.name)}) where ${violated}`;
    await settleRows(context, table, check, rows, "cleanse");
  }
  for (const { check, definition, params } of checksOf(table, "unique")) {
    const columns = definition.columnsUsed(params);
    if ((await context.engine.count(surplusRows(table.name, columns))) === 0) continue;
    const rows = losingRows({
      table: table.name,
      columns,
      order: [],
      winner: "first",
      transformedColumns: stagedColumns(context, table.name).map((staged) => staged.name),
    });
    await settleRows(context, table, check, rows, "cleanse");
  }
}

/** Takes out rows whose values another table does not have; answers the tables that lost some. */
export async function checkReferences(context: RunContext): Promise<ReadonlySet<string>> {
  const shrunk = new Set<string>();
  for (const table of context.plan.tables) {
    for (const { check, definition, params } of checksOf(table, "reference")) {
      if (check.onViolation === "warn") continue;
      context.engine.at({ stage: "keys", table: table.name });
      const rows = strangers(table.name, definition.columnsUsed(params), definition.target(params));
      if ((await settleRows(context, table, check, rows, "keys")) > 0) shrunk.add(table.name);
    }
  }
  return shrunk;
}

/** Counts what only warns, once nothing more is taken out. */
export async function countStrangers(context: RunContext): Promise<void> {
  for (const table of context.plan.tables) {
    for (const { check, definition, params } of checksOf(table, "reference")) {
      if (check.onViolation !== "warn") continue;
      const rows = strangers(table.name, definition.columnsUsed(params), definition.target(params));
      await settleRows(context, table, check, rows, "keys");
    }
  }
}

/** Judges tables as a whole, over the rows that survived Keys. */
export async function judgeTables(context: RunContext): Promise<void> {
  const { engine, request } = context;
  for (const table of context.plan.tables) {
    const verdicts: TableVerdict[] = [];
    for (const { check, definition, params } of checksOf(table, "aggregate")) {
      engine.at({ stage: "keys", table: table.name });
      const violated = definition.violated.duckdb({ params, column: name, startedAt: startedAt(context) });
      const passed = await engine.count(
        sql`select case when coalesce(${violated}, true) then 0 else 1 end from (${remaining(table.name)})`,
      );
      const { rule } = check.use;
      const column = columnOf(table, check);
      verdicts.push({
        rule,
        ...(column ? { column } : {}),
        action: check.onViolation,
        outcome: passed === 1 ? "passed" : "violated",
      });
      // A sample says nothing about how many rows there are, or how new.
      if (passed === 1 || request.sample !== undefined) continue;
      if (check.onViolation === "fail")
        throw new AppError(
          "table-check-failed",
          { table: table.name, rule },
          { place: { stage: "keys", table: table.name, column, rule } },
        );
      request.ports.journal.emit({
        level: "warning",
        kind: "message",
        stage: "keys",
        table: table.name,
        message: "table-check-violated",
        params: { rule },
      });
    }
    tableState(context, table.name).verdicts = verdicts;
  }
}
