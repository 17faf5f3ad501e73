import {
  createNulledKeys,
  type ForeignKeyPlan,
  orphans,
  removeRows,
  type TablePlan,
  tableNames,
} from "#lib/compiler";
import { AppError } from "#lib/kernel";
import { name, sql } from "#lib/sql";
import { note, type RunContext, tableState } from "./run-context.ts";

const found = name("work", "orphans");

/** Applies one foreign key's policy to its present orphans; answers how many rows it removed. */
async function settle(
  context: RunContext,
  table: TablePlan,
  foreignKey: ForeignKeyPlan,
  index: number,
  stage: string,
): Promise<number> {
  const { engine } = context;
  await engine.execute(sql`create or replace table ${found} as ${orphans(table, foreignKey, index)}`);
  const rows = await engine.count(sql`select count(*) from ${found}`);
  if (rows === 0) return 0;
  const column = foreignKey.columns.join(", ");
  if (foreignKey.onOrphan === "fail") {
    throw new AppError(
      "orphans-failed",
      { table: table.name, column, parent: foreignKey.parent, count: rows },
      { place: { stage, table: table.name, column, rule: "foreign-key" } },
    );
  }
  if (foreignKey.onOrphan === "null") {
    await engine.execute(
      sql`insert into ${tableNames.nulledKeys(table.name, index)} select "__row", ${stage} from ${found}`,
    );
    note(tableState(context, table.name), foreignKey.ordinal, rows);
    return 0;
  }
  await engine.execute(
    removeRows(table.name, sql`select "__row" from ${found} where not "cascade"`, foreignKey.ordinal, stage),
  );
  await engine.execute(
    removeRows(
      table.name,
      sql`select "__row" from ${found} where "cascade"`,
      foreignKey.cascadeOrdinal,
      stage,
    ),
  );
  return rows;
}

/** Makes the tables that remember which foreign keys were set to null. */
export async function prepareNulledKeys(context: RunContext): Promise<void> {
  for (const table of context.plan.tables) {
    for (const [index, foreignKey] of table.foreignKeys.entries()) {
      if (foreignKey.onOrphan === "null") await context.engine.execute(createNulledKeys(table.name, index));
    }
  }
}

/**
 * Removes orphans until none is left: the greatest fixpoint, so that rows of a cycle which support each other stay.
 * `keep` leaves orphans where they are, and is counted at the end.
 */
export async function settleOrphans(
  context: RunContext,
  stage: string,
  changed?: ReadonlySet<string>,
): Promise<void> {
  let parents = changed ?? new Set(context.plan.tables.map((table) => table.name));
  while (parents.size > 0) {
    const next = new Set<string>();
    for (const table of context.plan.tables) {
      for (const [index, foreignKey] of table.foreignKeys.entries()) {
        if (foreignKey.onOrphan === "keep" || !parents.has(foreignKey.parent)) continue;
        context.engine.at({ stage, table: table.name });
        if ((await settle(context, table, foreignKey, index, stage)) > 0) next.add(table.name);
      }
    }
    parents = next;
  }
}

/** Counts the orphans that stay by the document's wish. */
export async function countKeptOrphans(context: RunContext): Promise<void> {
  for (const table of context.plan.tables) {
    for (const [index, foreignKey] of table.foreignKeys.entries()) {
      if (foreignKey.onOrphan !== "keep") continue;
      const rows = await context.engine.count(
        sql`select count(*) from (${orphans(table, foreignKey, index)})`,
      );
      note(tableState(context, table.name), foreignKey.ordinal, rows);
    }
  }
}
