import {
  compileAnonymize,
  compileKeyMap,
  createPublished,
  mappedKeys,
  removeRows,
  type TablePlan,
  tableNames,
  unhandledRows,
} from "#lib/compiler";
import { AppError } from "#lib/kernel";
import { sql } from "#lib/sql";
import { settleOrphans } from "../orphans.ts";
import { writeQuarantine } from "../quarantine.ts";
import { collectRemoved, countsOf } from "../reports/counts.ts";
import { type RunContext, type Stage, tableState } from "../run-context.ts";

/** Rows with a value that a rule could not handle are rejected: nothing passes through unchanged. */
async function rejectUnhandled(context: RunContext, table: TablePlan): Promise<number> {
  const { engine } = context;
  const rows = await engine.rows(
    sql`select "__bad" as "ordinal", count(*) as "rows" from (${unhandledRows(table.name)}) group by 1 order by 1`,
  );
  for (const { ordinal } of rows) {
    const own = sql`select "__row" from (${unhandledRows(table.name)}) where "__bad" = ${Number(ordinal)}`;
    await engine.execute(removeRows(table.name, own, Number(ordinal), "anonymize"));
  }
  return rows.reduce((sum, row) => sum + Number(row.rows), 0);
}

function assertWithinLimit(context: RunContext, table: TablePlan): void {
  // Samples of tables that point to each other hardly meet: their orphans say nothing about the data.
  if (table.maxRejected === undefined || context.request.sample !== undefined) return;
  const { rejected, transformed } = countsOf(table, tableState(context, table.name));
  if (rejected <= table.maxRejected * transformed) return;
  throw new AppError(
    "too-many-rejected",
    { table: table.name, rejected, transformed, limit: table.maxRejected * 100 },
    { place: { stage: "anonymize", table: table.name } },
  );
}

/** Published values of every surviving row, then the quarantine of everything rejected so far. */
export const anonymize: Stage = {
  id: "anonymize",
  async run(context) {
    const { engine, plan, request } = context;
    for (const { table, column } of mappedKeys(plan)) {
      engine.at({ stage: "anonymize", table: table.name });
      await engine.execute(compileKeyMap(plan, table, column));
    }
    const shrunk = new Set<string>();
    for (const table of plan.tables.filter((candidate) => candidate.publish)) {
      engine.at({ stage: "anonymize", table: table.name });
      await engine.execute(compileAnonymize(plan, table));
      if ((await rejectUnhandled(context, table)) > 0) shrunk.add(table.name);
      const rows = await engine.count(sql`select count(*) from ${tableNames.anonymized(table.name)}`);
      request.ports.journal.emit({
        level: "info",
        kind: "progress",
        stage: "anonymize",
        table: table.name,
        rows,
        total: rows,
        message: "anonymized",
        params: { rows },
      });
    }
    if (shrunk.size > 0) await settleOrphans(context, "anonymize", shrunk);
    for (const table of plan.tables) {
      if (table.publish) await engine.execute(createPublished(table));
      await collectRemoved(context, table);
      await writeQuarantine(context, table);
    }
    for (const table of plan.tables) assertWithinLimit(context, table);
  },
};
