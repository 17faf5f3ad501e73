import { type TablePlan, tableNames } from "#lib/compiler";
import type { PreviewRule, RowFate } from "#lib/contracts";
import type { Engine } from "#lib/engine";
import { type Sql, sql } from "#lib/sql";
import { shown } from "./choose-rows.ts";
import type { RowSet } from "./profile-columns.ts";
import { hashOf } from "./table-looks.ts";

/** A row of the sample, with why it is gone: an ordinal, 0 for one that stays. */
export interface ShownRow {
  readonly row: number;
  readonly reason: number;
}

/** The rows of a sample in their order. */
export interface ShownRows {
  readonly all: readonly ShownRow[];
  /** All of them, as what asks of their cells needs it. */
  readonly sample: RowSet;
  /** Those that stay. */
  readonly kept: RowSet;
}

/** Chooses the rows of the sample, among `ran` that went through the rules, and looks up what became of them. */
export async function chooseShown(
  engine: Engine,
  table: TablePlan,
  chosen: Sql,
  isCleansed: boolean,
  ran: number,
): Promise<ShownRows> {
  const reason = sql`coalesce(nullif(c."__reason", 0), r."__reason", 0)::integer`;
  await engine.execute(
    isCleansed
      ? sql`create or replace table ${shown} as select s."__row", ${reason} as reason from (${chosen}) s
          left join ${tableNames.cleansed(table.name)} c on c."__row" = s."__row"
          left join ${tableNames.removed(table.name)} r on r."__row" = s."__row"`
      : sql`create or replace table ${shown} as select "__row", 0 as reason from (${chosen})`,
  );
  const [rows = [], reasons = []] = await engine.columns(
    sql`select "__row", reason from ${shown} order by "__row"`,
  );
  const all = rows.map((row, index): ShownRow => ({ row: Number(row), reason: Number(reasons[index]) }));
  const kept = all.filter((one) => one.reason === 0);
  const setOf = (some: readonly ShownRow[], query: Sql): RowSet => ({
    count: some.length,
    mark: some.length === ran ? "all" : hashOf(some.map(({ row }) => row)),
    ...(some.length === ran ? {} : { rows: (row) => sql`${row} in (${query})` }),
  });
  return {
    all,
    sample: setOf(all, sql`select "__row" from ${shown}`),
    kept: setOf(kept, sql`select "__row" from ${shown} where reason = 0`),
  };
}

export function fateOf(table: TablePlan, reason: number): RowFate {
  if (reason === 0) return "kept";
  const rule = table.rules[reason - 1];
  if (rule?.code === "key-duplicate" && rule.action === "deduplicate") return "deduplicated";
  return rule?.code === "privacy" || rule?.code === "privacy-cascade" ? "suppressed" : "rejected";
}

/** How many of the shown rows met which fate. */
export function countFates(table: TablePlan, rows: readonly ShownRow[]): Record<RowFate, number> {
  const counts = { kept: 0, rejected: 0, deduplicated: 0, suppressed: 0 };
  for (const { reason } of rows) counts[fateOf(table, reason)]++;
  return counts;
}

/** Rules that took out some of the shown rows, or found values wrong among those that went through the rules. */
export function countRules(
  table: TablePlan,
  rows: readonly ShownRow[],
  violated: readonly number[],
): readonly PreviewRule[] {
  const removed = new Map<number, number>();
  for (const { reason } of rows) removed.set(reason, (removed.get(reason) ?? 0) + 1);
  return table.rules.flatMap((rule) => {
    const own = removed.get(rule.ordinal) ?? 0;
    const found = rule.code === "cast" || rule.code === "check" ? (violated[rule.ordinal - 1] ?? 0) : own;
    return own === 0 && found === 0
      ? []
      : [
          {
            ordinal: rule.ordinal,
            code: rule.code,
            ...(rule.column === undefined ? {} : { column: rule.column }),
            ...(rule.rule === undefined ? {} : { rule: rule.rule }),
            action: rule.action,
            removed: own,
            violated: Math.max(own, found),
          },
        ];
  });
}
