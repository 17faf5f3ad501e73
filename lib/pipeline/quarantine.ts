import path from "node:path";
import { type PlannedRule, type TablePlan, tableNames } from "#lib/compiler";
import { join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import { exportParquet } from "./export-parquet.ts";
import type { RunContext } from "./run-context.ts";

/** Rows whose parent was taken out hold their key and the reason only: nothing of theirs was wrong. */
const keyOnly = new Set<PlannedRule["code"]>(["cascade"]);
const rejecting = (rule: PlannedRule): boolean =>
  rule.code !== "privacy" && rule.code !== "privacy-cascade" && rule.action !== "deduplicate";

const reasonTable = (rules: readonly PlannedRule[]): Sql =>
  sql`(values ${join(
    rules.map(
      (rule) =>
        sql`(${rule.ordinal}, ${literal(rule.code)}, ${literal(rule.column ?? null)}, ${literal(rule.rule ?? null)}, ${keyOnly.has(rule.code)})`,
    ),
  )}) r("ordinal", "__code", "__column", "__rule", "keyOnly")`;

/** The rejected rows of a table: raw columns with code, column and rule, in a repeatable order. */
function rejectedRows(table: TablePlan, columns: readonly string[]): Sql {
  const keyed = new Set(
    table.columns
      .filter((column) => table.primaryKey?.columns.includes(column.name))
      .map((column) => column.from),
  );
  const raw = columns.map((column) =>
    keyed.has(column)
      ? name("t", column)
      : sql`case when r."keyOnly" then null else ${name("t", column)} end as ${name(column)}`,
  );
  const rules = table.rules.filter(rejecting);
  const reasons = sql`select "__row", "__reason" from ${tableNames.cleansed(table.name)} where "__reason" <> 0
    union all select "__row", "__reason" from ${tableNames.removed(table.name)}`;
  return sql`select r."__code", r."__column", r."__rule"${join(
    raw.map((column) => sql`, ${column}`),
    unsafeText(""),
  )} from (${reasons}) x join ${reasonTable(rules)} on r."ordinal" = x."__reason"
    join ${tableNames.transformed(table.name)} t on t.rowid = x."__row" order by x."__reason", x."__row"`;
}

/** Hands the rejected rows of a table to the quarantine, where the run keeps one. */
export async function writeQuarantine(context: RunContext, table: TablePlan): Promise<void> {
  const { artefacts, journal } = context.request.ports;
  const state = context.state.tables[table.name];
  const rejected = new Set(table.rules.filter(rejecting).map((rule) => rule.ordinal));
  const rows = (state?.removed ?? []).reduce(
    (sum, entry) => sum + (rejected.has(entry.ordinal) ? entry.rows : 0),
    0,
  );
  if (rows === 0 || !state || !artefacts.quarantine) return;
  const file = path.join(artefacts.staging, `quarantine-${context.plan.tables.indexOf(table)}.parquet`);
  await exportParquet(
    context.engine,
    rejectedRows(
      table,
      state.columns.map((column) => column.name),
    ),
    file,
  );
  await artefacts.quarantine(table.name, file, rows);
  journal.emit({
    level: "warning",
    kind: "message",
    stage: "anonymize",
    table: table.name,
    message: "quarantined",
    params: { rows },
  });
}
