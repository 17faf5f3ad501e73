import {
  type Contest,
  createSurviving,
  losingRows,
  olderWinners,
  removeRows,
  rowsOfRepeated,
  rowsWithoutKey,
  surplusRows,
  type TablePlan,
  tableNames,
} from "#lib/compiler";
import { AppError } from "#lib/kernel";
import { sql } from "#lib/sql";
import { applyFitted } from "../fitted-nulls.ts";
import { countKeptOrphans, prepareNulledKeys, settleOrphans } from "../orphans.ts";
import { type RunContext, type Stage, stagedColumns, tableState } from "../run-context.ts";
import { checkReferences, countStrangers, judgeTables } from "../table-checks.ts";

type Key = NonNullable<TablePlan["primaryKey"]>;

function refuse(table: TablePlan, key: Key, rows: number): never {
  const column = key.columns.join(", ");
  throw new AppError(
    "key-failed",
    { table: table.name, column, count: rows },
    { place: { stage: "keys", table: table.name, column, rule: "primary-key" } },
  );
}

async function checkPrimaryKey(context: RunContext, table: TablePlan, key: Key): Promise<void> {
  const { engine } = context;
  const withoutKey = await engine.count(sql`select count(*) from (${rowsWithoutKey(table)})`);
  if (withoutKey > 0 && key.onNull === "fail") refuse(table, key, withoutKey);
  if (withoutKey > 0)
    await engine.execute(removeRows(table.name, rowsWithoutKey(table), key.nullOrdinal, "keys"));
  const surplus = await engine.count(surplusRows(table.name, key.columns));
  if (surplus > 0) await resolveDuplicates(context, table, key, surplus);
}

async function resolveDuplicates(
  context: RunContext,
  table: TablePlan,
  key: Key,
  surplus: number,
): Promise<void> {
  const { engine } = context;
  if (key.winner === "fail") refuse(table, key, surplus);
  if (key.winner === "reject") {
    await engine.execute(
      removeRows(table.name, rowsOfRepeated(table.name, key.columns), key.duplicateOrdinal, "keys"),
    );
    return;
  }
  await engine.execute(
    removeRows(
      table.name,
      losingRows(contest(context, table, key, key.winner)),
      key.duplicateOrdinal,
      "keys",
    ),
  );
}

const contest = (context: RunContext, table: TablePlan, key: Key, winner: "first" | "last"): Contest => ({
  table: table.name,
  columns: key.columns,
  order: key.order,
  winner,
  transformedColumns: stagedColumns(context, table.name).map((column) => column.name),
});

async function countOlderWinners(context: RunContext, table: TablePlan, key: Key): Promise<void> {
  if (key.winner !== "first" && key.winner !== "last") return;
  const rejected = await context.engine.count(
    sql`select count(*) from ${tableNames.cleansed(table.name)} where "__reason" <> 0`,
  );
  if (rejected === 0) return;
  tableState(context, table.name).olderWinners = await context.engine.count(
    olderWinners(contest(context, table, key, key.winner)),
  );
}

/** Rows that agree in what the document names are one row: the winner stays. */
async function deduplicate(context: RunContext, table: TablePlan): Promise<void> {
  const rule = table.deduplicate;
  if (!rule || (await context.engine.count(surplusRows(table.name, rule.columns))) === 0) return;
  const losers = losingRows({
    table: table.name,
    columns: rule.columns,
    order: rule.order,
    winner: rule.winner,
    transformedColumns: stagedColumns(context, table.name).map((column) => column.name),
  });
  await context.engine.execute(removeRows(table.name, losers, rule.ordinal, "keys"));
}

/** Orphans and rows that another table does not know, until neither takes anything out. */
async function settle(context: RunContext, changed?: ReadonlySet<string>): Promise<void> {
  for (let shrunk = changed; ; ) {
    await settleOrphans(context, "keys", shrunk);
    shrunk = await checkReferences(context);
    if (shrunk.size === 0) return;
  }
}

/** Primary keys, then orphans to the fixpoint, then fitted nulls with their checks, then orphans once more. */
export const keys: Stage = {
  id: "keys",
  async run(context) {
    const { engine, plan, request } = context;
    for (const table of plan.tables) {
      engine.at({ stage: "keys", table: table.name });
      await deduplicate(context, table);
      if (!table.primaryKey) continue;
      await checkPrimaryKey(context, table, table.primaryKey);
      await countOlderWinners(context, table, table.primaryKey);
    }
    await prepareNulledKeys(context);
    await settle(context);
    const shrunk = await applyFitted(context);
    if (shrunk.size > 0) await settle(context, shrunk);
    await countKeptOrphans(context);
    await countStrangers(context);
    await judgeTables(context);
    for (const table of plan.tables) {
      engine.at({ stage: "keys", table: table.name });
      await engine.execute(createSurviving(table));
      const deduplicating = table.primaryKey?.winner === "first" || table.primaryKey?.winner === "last";
      const key = deduplicating ? (table.primaryKey?.duplicateOrdinal ?? 0) : 0;
      const removed = await engine.rows(
        sql`select count(*) filter ("__reason" in (${key}, ${table.deduplicate?.ordinal ?? 0})) as "d", count(*) as "n" from ${tableNames.removed(table.name)} where "__stage" = 'keys'`,
      );
      const deduplicated = Number(removed[0]?.d ?? 0);
      request.ports.journal.emit({
        level: "info",
        kind: "progress",
        stage: "keys",
        table: table.name,
        message: "keys-checked",
        params: { deduplicated, rejected: Number(removed[0]?.n ?? 0) - deduplicated },
      });
    }
  },
};
