import type { StagedColumn } from "#lib/compiler";
import { canonicalText, flagWordBits, flagWords, type TablePlan, tableNames } from "#lib/compiler";
import type { Sample } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { and, name, or, type Sql, sql } from "#lib/sql";
import { wrongRows } from "./stacks/make-stacked.ts";

/** What was looked at of a table, from which a sample is chosen. */
export const looked = (table: string): Sql => name("work", `looked ${table}`);
/** Rows that are shown, with why they are gone: `__row`, `reason` (0 for one that stays). */
export const shown: Sql = name("work", "shown");

/** Whether all rows that were looked at go through the rules, and the sample is chosen from what became of them. */
export const isChosenAfterwards = (sample: Sample): boolean =>
  sample.kind === "failing" || sample.kind === "key";

/** Row ids of the rows that go through the rules. */
export function rowsToRun(table: string, sample: Sample, columns: readonly StagedColumn[]): Sql {
  const rows = looked(table);
  if (sample.kind === "first")
    return sql`select rowid as "__row" from ${rows} order by rowid limit ${sample.rows}`;
  if (sample.kind === "random")
    return sql`select rowid as "__row" from ${rows} order by md5(rowid::varchar || ${` ${sample.seed}`}), rowid limit ${sample.rows}`;
  if (sample.kind === "stratified") {
    if (!columns.some((column) => column.name === sample.column))
      throw new AppError("not-found", { what: "column", name: sample.column }, { place: { table } });
    // One row of each value, then a second of each, until there are enough.
    return sql`select "__row" from (
      select rowid as "__row", row_number() over (partition by ${name(sample.column)} order by rowid) as "turn", md5(${name(sample.column)}::varchar) as "value" from ${rows}
    ) order by "turn", "value" nulls last limit ${sample.rows}`;
  }
  return sql`select rowid as "__row" from ${rows}`;
}

/** Bits of the flag words that say that a value was no value of its type, or violated a check. */
export function violationMasks(table: TablePlan, column?: string): readonly bigint[] {
  const masks = Array.from({ length: flagWords(table) }, () => 0n);
  for (const rule of table.rules) {
    if (rule.code !== "cast" && rule.code !== "check") continue;
    if (column !== undefined && rule.column !== column) continue;
    const word = Math.floor((rule.ordinal - 1) / flagWordBits);
    masks[word] = (masks[word] ?? 0n) | (2n ** BigInt((rule.ordinal - 1) % flagWordBits));
  }
  return masks;
}

/** Whether any of some bits is set in a cleansed row. */
export const anyFlag = (alias: string, masks: readonly bigint[]): Sql =>
  or(
    masks.flatMap((mask, word) =>
      mask === 0n ? [] : [sql`(${name(alias, `__f${word}`)} & ${mask}::bigint) <> 0`],
    ),
  );

/** Rows that a rule took out, or whose value it found wrong; `hasMarks` where some of its columns are lone. */
function failing(table: TablePlan, hasMarks: boolean): Sql {
  return sql`select c."__row" from ${tableNames.cleansed(table.name)} c
    where c."__reason" <> 0 or ${anyFlag("c", violationMasks(table))}
      or c."__row" in (select "__row" from ${tableNames.removed(table.name)})
      ${hasMarks ? sql`or c."__row" in (${wrongRows(table.name)})` : sql``}`;
}

/** Parts of a key as somebody writes it. */
const partsOf = (value: string, columns: number): readonly string[] =>
  columns === 1 ? [value] : value.split(",").map((part) => part.trim());

/** Rows whose key is written so; once it is cleansed, those too whose canonical form is this. */
function byKey(table: TablePlan, value: string, isCleansed: boolean): Sql {
  const key = table.primaryKey?.columns ?? [];
  const parts = partsOf(value, key.length);
  if (key.length === 0 || parts.length !== key.length)
    throw new AppError(
      "preview-no-key",
      { table: table.name, columns: key.join(", ") },
      { place: { table: table.name } },
    );
  const columns = key.flatMap((column) => table.columns.find(({ name: own }) => own === column) ?? []);
  const written = and(
    columns.map(({ from }, index) => sql`trim(${name("t", from)}::varchar) = trim(${parts[index] ?? ""})`),
  );
  const rows = tableNames.transformed(table.name);
  if (!isCleansed) return sql`select t.rowid as "__row" from ${rows} t where ${written}`;
  const canonical = and(
    columns.map(
      (column, index) =>
        sql`${canonicalText(name("c", column.name), column.type, column.domain)} = trim(${parts[index] ?? ""})`,
    ),
  );
  return sql`select c."__row" from ${tableNames.cleansed(table.name)} c join ${rows} t on t.rowid = c."__row"
    where (${written}) or (${canonical})`;
}

/** Rows that are shown of those that went through the rules. `table` has the columns that stand side by side. */
export function rowsToShow(table: TablePlan, sample: Sample, isCleansed: boolean, hasMarks: boolean): Sql {
  const all = sql`select rowid as "__row" from ${tableNames.transformed(table.name)}`;
  if (sample.kind === "key")
    return sql`${byKey(table, sample.value, isCleansed)} order by 1 limit ${sample.rows}`;
  if (sample.kind === "failing" && isCleansed)
    return sql`${failing(table, hasMarks)} order by 1 limit ${sample.rows}`;
  return sql`${all} order by 1 limit ${sample.rows}`;
}
