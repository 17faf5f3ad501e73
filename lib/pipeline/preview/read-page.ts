import { flagWordBits, flagWords, type TablePlan, tableNames } from "#lib/compiler";
import type { PreviewRow, PreviewRule, RowFate } from "#lib/contracts";
import type { Engine, EngineValue } from "#lib/engine";
import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { shown, violationMasks } from "./choose-rows.ts";
import { afterRows, beforeRows } from "./stage-view.ts";

/** Why each shown row is gone, 0 for one that stays: `__row`, `reason`. */
export const fates: Sql = name("work", "shown fates");

/** Reasons of the stages so far. */
export const createFates = (table: TablePlan, isCleansed: boolean): Sql =>
  isCleansed
    ? sql`create or replace table ${fates} as
      select s."__row", coalesce(nullif(c."__reason", 0), r."__reason", 0)::integer as reason
      from ${shown} s left join ${tableNames.cleansed(table.name)} c on c."__row" = s."__row"
      left join ${tableNames.removed(table.name)} r on r."__row" = s."__row"`
    : sql`create or replace table ${fates} as select "__row", 0 as reason from ${shown}`;

export function fateOf(table: TablePlan, reason: number): RowFate {
  if (reason === 0) return "kept";
  const rule = table.rules[reason - 1];
  if (rule?.code === "key-duplicate" && rule.action === "deduplicate") return "deduplicated";
  return rule?.code === "privacy" || rule?.code === "privacy-cascade" ? "suppressed" : "rejected";
}

/** Rules that took out some of the shown rows, or found values wrong among those that went through the rules. */
export async function countRules(
  engine: Engine,
  table: TablePlan,
  violated: readonly number[],
): Promise<readonly PreviewRule[]> {
  const rows = await engine.rows(
    sql`select reason, count(*) as n from ${fates} where reason <> 0 group by 1`,
  );
  const removed = new Map(rows.map((row) => [Number(row.reason), Number(row.n)]));
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

const ordinalsOf = (words: readonly EngineValue[], masks: readonly bigint[]): number[] =>
  words.flatMap((word, index) => {
    const bits = BigInt(String(word ?? 0)) & (masks[index] ?? 0n);
    if (bits === 0n) return [];
    return Array.from({ length: flagWordBits }, (_, bit) => bit).flatMap((bit) =>
      (bits >> BigInt(bit)) & 1n ? [index * flagWordBits + bit + 1] : [],
    );
  });

export interface PageWork {
  readonly engine: Engine;
  readonly table: TablePlan;
  readonly columns: number;
  readonly offset: number;
  readonly limit: number;
  readonly isCleansed: boolean;
  /** Whether there is anything to compare with that may be seen. */
  readonly hasBefore: boolean;
}

/** The rows of a page, as they are sent. */
export async function readPage(work: PageWork): Promise<readonly PreviewRow[]> {
  const { engine, table, columns } = work;
  const page = sql`(select "__row", reason from ${fates} order by "__row" limit ${work.limit} offset ${work.offset})`;
  const places = (alias: string) =>
    join(
      Array.from({ length: columns }, (_, index) => sql`, ${name(alias, `c${index}`)}`),
      unsafeText(""),
    );
  const words = work.isCleansed ? flagWords(table) : 0;
  const flags = join(
    Array.from({ length: words }, (_, word) => sql`, c.${name(`__f${word}`)}`),
    unsafeText(""),
  );
  const [numbers = [], reasons = [], ...rest] = await engine.columns(
    sql`select p."__row", p.reason${flags}${places("a")} from ${page} p join ${afterRows} a on a."__row" = p."__row"
      ${work.isCleansed ? sql`left join ${tableNames.cleansed(table.name)} c on c."__row" = p."__row"` : sql``} order by p."__row"`,
  );
  const before = work.hasBefore
    ? await engine.columns(
        sql`select p."__row"${places("b")} from ${page} p join ${beforeRows} b on b."__row" = p."__row" order by p."__row"`,
      )
    : [];
  const masks = violationMasks(table);
  const text = (value: EngineValue | undefined): string | null =>
    value === null || value === undefined ? null : String(value);
  return numbers.map((number, row): PreviewRow => {
    const reason = Number(reasons[row]);
    const after = rest.slice(words).map((column) => text(column[row]));
    const changed = before.slice(1).flatMap((column, index): [number, string | null][] => {
      const value = text(column[row]);
      return value === after[index] ? [] : [[index, value]];
    });
    return {
      number: Number(number) + 1,
      fate: fateOf(table, reason),
      ...(reason === 0 ? {} : { reason }),
      after,
      before: changed,
      violated: ordinalsOf(
        rest.slice(0, words).map((column) => column[row] ?? 0),
        masks,
      ),
    };
  });
}

/** How many of the shown rows met which fate. */
export async function countFates(engine: Engine, table: TablePlan): Promise<Record<RowFate, number>> {
  const rows = await engine.rows(sql`select reason, count(*) as n from ${fates} group by 1`);
  const counts = { kept: 0, rejected: 0, deduplicated: 0, suppressed: 0 };
  for (const row of rows) counts[fateOf(table, Number(row.reason))] += Number(row.n);
  return counts;
}
