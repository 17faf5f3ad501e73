import { type TablePlan, tableNames } from "#lib/compiler";
import type { TableCounts } from "#lib/contracts";
import { sql } from "#lib/sql";
import { type RunContext, type TableState, tableState } from "../run-context.ts";

/** Reads from the engine how many rows each rule took out, by stage. */
export async function collectRemoved(context: RunContext, table: TablePlan): Promise<void> {
  const { engine } = context;
  const rows = await engine.rows(
    sql`select "__reason" as "ordinal", 'cleanse' as "stage", count(*) as "rows" from ${tableNames.cleansed(table.name)} where "__reason" <> 0 group by 1
      union all select "__reason", "__stage", count(*) from ${tableNames.removed(table.name)} group by 1, 2 order by 1, 2`,
  );
  tableState(context, table.name).removed = rows.map((row) => ({
    ordinal: Number(row.ordinal),
    stage: String(row.stage),
    rows: Number(row.rows),
  }));
}

/** The counts of a table: every transformed row is published or has one reason. */
export function countsOf(table: TablePlan, state: TableState): TableCounts {
  const rule = (ordinal: number) => table.rules.find((candidate) => candidate.ordinal === ordinal);
  const sum = (of: (code: string, action: string) => boolean) =>
    state.removed.reduce((total, { ordinal, rows }) => {
      const planned = rule(ordinal);
      return planned && of(planned.code, planned.action) ? total + rows : total;
    }, 0);
  const deduplicated = sum((code, action) => code === "key-duplicate" && action === "deduplicate");
  const suppressed = sum((code) => code === "privacy" || code === "privacy-cascade");
  const removed = sum(() => true);
  return {
    extracted: state.extracted,
    transformed: state.transformed,
    ...(state.increment ? { carried: state.increment.carried } : {}),
    published: table.publish ? state.transformed - removed + (state.increment?.carried ?? 0) : 0,
    rejected: removed - deduplicated - suppressed,
    deduplicated,
    suppressed,
  };
}
