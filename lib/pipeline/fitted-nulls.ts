import { findCheck } from "#lib/column-rules";
import {
  type ColumnPlan,
  createFittedRows,
  isFitted,
  parameters,
  removeRows,
  type TablePlan,
  tableNames,
} from "#lib/compiler";
import { AppError } from "#lib/kernel";
import { sql } from "#lib/sql";
import { note, type RunContext, tableState } from "./run-context.ts";

/** Removes the rows whose value violates a check of their column, as the rows themselves would have been. */
async function checkFilled(context: RunContext, table: TablePlan, column: ColumnPlan): Promise<number> {
  const { engine } = context;
  const filled = tableNames.fittedRows(table.name, column.name);
  let removed = 0;
  for (const check of column.checks) {
    const definition = findCheck(check.use.rule);
    if (definition?.scope !== "row" || check.onViolation === "warn") continue;
    const violated = definition.violated.duckdb({
      value: sql`"v"`,
      type: column.type,
      params: parameters(definition, check.use),
    });
    const rows = sql`select "__row" from ${filled} where "v" is not null and (${violated})
      and "__row" not in (select "__row" from ${tableNames.removed(table.name)})`;
    const hits = await engine.count(sql`select count(*) from (${rows})`);
    if (hits === 0) continue;
    if (check.onViolation === "fail") {
      throw new AppError(
        "rule-failed",
        { table: table.name, column: column.name, rule: check.use.rule, count: hits },
        { place: { stage: "keys", table: table.name, column: column.name, rule: check.use.rule } },
      );
    }
    await engine.execute(removeRows(table.name, rows, check.ordinal, "keys"));
    removed += hits;
  }
  return removed;
}

/** Rejects the rows that nothing fills, then those that their new value would not have let in; answers how many. */
async function fillColumn(context: RunContext, table: TablePlan, column: ColumnPlan): Promise<number> {
  const { engine, request } = context;
  const filled = tableNames.fittedRows(table.name, column.name);
  const present = sql`select "__row" from ${filled} where "__row" not in (select "__row" from ${tableNames.removed(table.name)})`;
  const nulls = await engine.count(sql`select count(*) from (${present})`);
  if (nulls === 0) return 0;
  const unfilled = sql`${present} and "v" is null`;
  const empty = await engine.count(sql`select count(*) from (${unfilled})`);
  if (empty > 0) {
    request.ports.journal.emit({
      level: "warning",
      kind: "message",
      stage: "keys",
      table: table.name,
      message: "rules-empty-fit",
      params: { column: column.name, rule: column.nulls.use.rule },
    });
    await engine.execute(removeRows(table.name, unfilled, column.nulls.ordinal, "keys"));
  }
  const removed = empty + (await checkFilled(context, table, column));
  note(tableState(context, table.name), column.nulls.ordinal, nulls - removed);
  return removed;
}

/** Computes what fills nulls over the surviving rows and checks it again; answers the tables that lost rows by it. */
export async function applyFitted(context: RunContext): Promise<ReadonlySet<string>> {
  const shrunk = new Set<string>();
  for (const table of context.plan.tables) {
    const columns = table.columns.filter(isFitted);
    if (columns.length === 0) continue;
    context.engine.at({ stage: "keys", table: table.name });
    // All are computed before one of them takes rows out, so that their order in the document means nothing.
    for (const column of columns) await context.engine.execute(createFittedRows(table, column));
    for (const column of columns) if ((await fillColumn(context, table, column)) > 0) shrunk.add(table.name);
  }
  return shrunk;
}
