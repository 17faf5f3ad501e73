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

/** Primary keys, then orphans to the fixpoint, then fitted nulls with their checks, then orphans once more. */
export const keys: Stage = {
  id: "keys",
  async run(context) {
    const { engine, plan, request } = context;
    for (const table of plan.tables) {
      if (!table.primaryKey) continue;
      engine.at({ stage: "keys", table: table.name });
      await checkPrimaryKey(context, table, table.primaryKey);
      await countOlderWinners(context, table, table.primaryKey);
    }
    await prepareNulledKeys(context);
    await settleOrphans(context, "keys");
    const shrunk = await applyFitted(context);
    if (shrunk.size > 0) await settleOrphans(context, "keys", shrunk);
    await countKeptOrphans(context);
    for (const table of plan.tables) {
      engine.at({ stage: "keys", table: table.name });
      await engine.execute(createSurviving(table));
      const removed = await engine.rows(
        sql`select count(*) filter ("__reason" = ${table.primaryKey?.duplicateOrdinal ?? 0}) as "d", count(*) as "n" from ${tableNames.removed(table.name)} where "__stage" = 'keys'`,
      );
      const deduplicating = table.primaryKey?.winner === "first" || table.primaryKey?.winner === "last";
      const deduplicated = deduplicating ? Number(removed[0]?.d ?? 0) : 0;
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
