import { findCheck } from "#lib/column-rules";
import {
  type ColumnPlan,
  compileCleanse,
  compileFlagCounts,
  createRemoved,
  flagCounts,
  losingRows,
  nullBit,
  removeRows,
  surplusRows,
  type TablePlan,
  tableNames,
} from "#lib/compiler";
import { AppError } from "#lib/kernel";
import { name, type Sql, sql } from "#lib/sql";
import { note, type RunContext, type Stage, stagedColumns, tableState } from "../run-context.ts";
import { dropScripted, makeScripted } from "../scripts/column-script.ts";
import { checkRows } from "../table-checks.ts";

type CheckPlan = ColumnPlan["checks"][number];

function failWhereDemanded(table: TablePlan, counts: (ordinal: number) => number): void {
  const failing = table.rules.find(
    (rule) => rule.action === "fail" && ["cast", "check"].includes(rule.code) && counts(rule.ordinal) > 0,
  );
  if (!failing) return;
  const rule = failing.rule ?? "cast";
  throw new AppError(
    "rule-failed",
    { table: table.name, column: failing.column ?? "", rule, count: counts(failing.ordinal) },
    { place: { stage: "cleanse", table: table.name, column: failing.column, rule } },
  );
}

/** Empties violating values, and lets the null strategy decide about their rows; it cannot fill, or they would repeat. */
async function empty(context: RunContext, table: TablePlan, column: ColumnPlan, losers: Sql): Promise<void> {
  const { engine } = context;
  await engine.execute(
    sql`update ${tableNames.cleansed(table.name)} set ${name(column.name)} = null where "__row" in (${losers})`,
  );
  if (column.nulls.use.rule === "reject")
    await engine.execute(removeRows(table.name, losers, column.nulls.ordinal, "cleanse"));
}

/** A unique check violates on all but the winner; it looks at the whole table, so it follows the fused query. */
async function checkUnique(
  context: RunContext,
  table: TablePlan,
  column: ColumnPlan,
  check: CheckPlan,
): Promise<void> {
  const { engine } = context;
  if ((await engine.count(surplusRows(table.name, [column.name]))) === 0) return;
  const contest = {
    table: table.name,
    columns: [column.name],
    order: [],
    winner: "first" as const,
    transformedColumns: stagedColumns(context, table.name).map((staged) => staged.name),
  };
  await engine.execute(sql`create or replace table ${name("work", "losers")} as ${losingRows(contest)}`);
  const losers = sql`select "__row" from ${name("work", "losers")}`;
  const rows = await engine.count(sql`select count(*) from ${name("work", "losers")}`);
  note(tableState(context, table.name), check.ordinal, rows);
  failWhereDemanded(table, (ordinal) => (ordinal === check.ordinal ? rows : 0));
  if (check.onViolation === "reject")
    await engine.execute(removeRows(table.name, losers, check.ordinal, "cleanse"));
  if (check.onViolation === "null") await empty(context, table, column, losers);
}

/** Makes the cleansed rows of a table; answers how many of them have each flag: those of its rules, by ordinal, come first. */
export type MakeCleansed = (context: RunContext, table: TablePlan) => Promise<readonly number[]>;

/** All rules that look at one row, in one statement. */
export const makeCleansed: MakeCleansed = async (context, table) => {
  const { engine, plan } = context;
  const zone = plan.timeZones[table.document.extraction?.source ?? ""] ?? "UTC";
  const staged = stagedColumns(context, table.name);
  const scripted = await makeScripted(context, table, staged);
  await engine.execute(compileCleanse(table, staged, zone, scripted));
  await dropScripted(context, scripted);
  return flagCounts(await engine.rows(compileFlagCounts(table)), nullBit(table, table.columns.length));
};

/** Makes a table's cleansed rows, then does what looks at all of them. */
export async function cleanseTable(
  context: RunContext,
  table: TablePlan,
  make: MakeCleansed = makeCleansed,
): Promise<void> {
  const { engine, request } = context;
  engine.at({ stage: "cleanse", table: table.name });
  const flags = await make(context, table);
  await engine.execute(sql`drop table if exists ${tableNames.removed(table.name)}`);
  await engine.execute(createRemoved(table.name));
  const state = tableState(context, table.name);
  state.noted = {};
  state.flags = flags;
  failWhereDemanded(table, (ordinal) => state.flags[ordinal - 1] ?? 0);
  for (const column of table.columns) {
    for (const check of column.checks) {
      if (findCheck(check.use.rule)?.scope === "table") await checkUnique(context, table, column, check);
    }
  }
  await checkRows(context, table);
  const rejected = await engine.count(
    sql`select count(*) from ${tableNames.cleansed(table.name)} where "__reason" <> 0`,
  );
  request.ports.journal.emit({
    level: "info",
    kind: "progress",
    stage: "cleanse",
    table: table.name,
    rows: state.transformed,
    total: state.transformed,
    message: "cleansed",
    params: { rejected, rows: state.transformed },
  });
}

/** Column rules of every table: one fused query each, then the checks that look at a whole table. */
export const cleanse: Stage = {
  id: "cleanse",
  async run(context) {
    for (const table of context.plan.tables) await cleanseTable(context, table);
  },
};
