import { choicesPerValue } from "#lib/anonymizers";
import {
  type ColumnPlan,
  capacityOf,
  compileAnonymize,
  compileCollisions,
  compileDistinct,
  compileKeyMap,
  compileMapped,
  compileRepetition,
  compileScripted,
  compileValueMap,
  createPublished,
  declaredUnique,
  isMapped,
  lookedUpColumns,
  mappedKeys,
  removeRows,
  repeatableColumns,
  scriptOf,
  type TablePlan,
  tableNames,
  unhandledRows,
} from "#lib/compiler";
import { AppError } from "#lib/kernel";
import { sql } from "#lib/sql";
import { carryOver } from "../increments.ts";
import { keyIdsOf } from "../key-ids.ts";
import { settleOrphans } from "../orphans.ts";
import { writeQuarantine } from "../quarantine.ts";
import { collectRemoved, countsOf } from "../reports/counts.ts";
import { type RunContext, type Stage, tableState } from "../run-context.ts";
import { runColumnScript } from "../scripts/column-script.ts";

/** Below this many rows a look-up saves nothing; above, values that occur four times on average are worth one. */
const repetition = { rows: 50_000, times: 4 };

async function assertChoice(context: RunContext, table: TablePlan, column: ColumnPlan, of: "key" | "values") {
  const { engine, plan } = context;
  const capacity = capacityOf(column);
  if (capacity === undefined) return;
  const distinct = await engine.count(compileDistinct(plan, table, column, of));
  if (distinct * choicesPerValue <= capacity) return;
  throw new AppError(
    "too-few-values",
    { table: table.name, column: column.name, distinct, capacity, times: choicesPerValue },
    { place: { stage: "anonymize", table: table.name, column: column.name } },
  );
}

/** Before any value is made, so that a run that must be refused does no work for it. */
async function assertChoices(context: RunContext): Promise<void> {
  for (const { table, column } of mappedKeys(context.plan)) await assertChoice(context, table, column, "key");
  for (const table of context.plan.tables.filter(({ publish }) => publish))
    for (const column of lookedUpColumns(context.plan, table))
      await assertChoice(context, table, column, "values");
}

/** Makes the look-up of a column's distinct values: by the engine's threads, or in SQL. */
async function makeLookUp(context: RunContext, table: TablePlan, column: ColumnPlan, of: "key" | "values") {
  const { engine, plan } = context;
  if (scriptOf(column)) {
    const place = { stage: "anonymize", table: table.name, column: column.name };
    await runColumnScript(context, place, compileScripted(plan, table, column, of));
    return;
  }
  if (!isMapped(column)) {
    await engine.execute((of === "key" ? compileKeyMap : compileValueMap)(plan, table, column));
    return;
  }
  const { prepare, job, inputs, outputs, finish, cleanUp } = compileMapped(plan, table, column, of);
  await engine.execute(prepare);
  await engine.mapValues(job, inputs, outputs);
  await engine.execute(finish);
  for (const statement of cleanUp) await engine.execute(statement);
}

/** Makes each distinct value once where a rule needs it or values repeat; answers the names of those columns. */
async function mapValues(context: RunContext, table: TablePlan): Promise<ReadonlySet<string>> {
  const looked = lookedUpColumns(context.plan, table);
  for (const column of looked) await makeLookUp(context, table, column, "values");
  for (const column of table.columns)
    if (scriptOf(column)?.scope === "column") await makeLookUp(context, table, column, "values");
  return new Set([...looked.map((column) => column.name), ...(await mapRepeated(context, table))]);
}

async function mapRepeated(context: RunContext, table: TablePlan): Promise<readonly string[]> {
  const { engine, plan } = context;
  const columns = repeatableColumns(plan, table);
  if (columns.length === 0 || tableState(context, table.name).transformed < repetition.rows) return [];
  const counts = (await engine.rows(compileRepetition(table, columns)))[0] ?? {};
  const repeated = columns.filter(
    (_, index) => Number(counts[`d${index}`]) * repetition.times <= Number(counts[`c${index}`]),
  );
  for (const column of repeated) await engine.execute(compileValueMap(plan, table, column));
  return repeated.map((column) => column.name);
}

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

/** What a rule promises of itself is checked on the data: a broken promise fails the run. */
async function assertDeclared(context: RunContext, table: TablePlan): Promise<void> {
  for (const column of declaredUnique(table)) {
    const collisions = await context.engine.count(compileCollisions(table, column));
    if (collisions === 0) continue;
    throw new AppError(
      "declared-not-unique",
      { table: table.name, column: column.name, rule: column.anonymize?.rule ?? "", collisions },
      { place: { stage: "anonymize", table: table.name, column: column.name } },
    );
  }
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

/** Makes the published values of a table's surviving rows, and marks those that a rule could not handle. */
export type MakeAnonymized = (context: RunContext, table: TablePlan) => Promise<void>;

/** All rules in one statement, after the look-ups that some need. */
export const makeAnonymized: MakeAnonymized = async (context, table) => {
  const mapped = await mapValues(context, table);
  await context.engine.execute(compileAnonymize(context.plan, table, mapped));
};

/** Published values of every surviving row, then the quarantine of everything rejected so far. */
export async function anonymizeTables(
  context: RunContext,
  make: MakeAnonymized = makeAnonymized,
): Promise<void> {
  const { engine, plan, request } = context;
  context.state.keyIds = await keyIdsOf(context, plan.tables);
  await assertChoices(context);
  for (const { table, column } of mappedKeys(plan)) {
    engine.at({ stage: "anonymize", table: table.name });
    await makeLookUp(context, table, column, "key");
  }
  const shrunk = new Set<string>();
  for (const table of plan.tables.filter((candidate) => candidate.publish)) {
    engine.at({ stage: "anonymize", table: table.name });
    await make(context, table);
    await assertDeclared(context, table);
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
  // Parents first: nothing refers to a table that is read in increments.
  for (const table of plan.tables) await carryOver(context, table);
  for (const table of plan.tables) assertWithinLimit(context, table);
}

export const anonymize: Stage = { id: "anonymize", run: (context) => anonymizeTables(context) };
