import {
  compileBins,
  compileCategories,
  compileQuantiles,
  compileStatistics,
  nullBit,
  publishedColumns,
  type TablePlan,
  tellsExtremes,
} from "#lib/compiler";
import {
  type ColumnStatistics,
  formatColumnType,
  type Histogram,
  type QualityReport,
  type RuleCount,
} from "#lib/contracts";
import type { EngineRow } from "#lib/engine";
import { type RunContext, type TableState, tableState } from "../run-context.ts";
import { coarse, coarseShare, defaultLeast } from "./coarse-count.ts";
import { countsOf } from "./counts.ts";

type TableQuality = QualityReport["tables"][number];
type Published = ReturnType<typeof publishedColumns>[number];

const bins = 20;
const categories = 20;
const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

const least = (table: TablePlan): number => table.kAnonymity ?? defaultLeast;

/** How often each rule acted, whatever it did. */
function ruleCounts(table: TablePlan, state: TableState): RuleCount[] {
  return table.rules.flatMap((rule) => {
    const removed = state.removed
      .filter((entry) => entry.ordinal === rule.ordinal)
      .reduce((sum, entry) => sum + entry.rows, 0);
    const acted = state.flags[rule.ordinal - 1] ?? 0;
    const rows = Math.max(removed, acted) + (state.noted[rule.ordinal] ?? 0);
    const { code, column, rule: id, action } = rule;
    return rows === 0 ? [] : [{ code, column, rule: id, action, rows: coarse(rows, least(table)) }];
  });
}

/** Rows that left the table by their one reason: adds up to rejected, deduplicated and suppressed. */
function removalReasons(table: TablePlan, state: TableState): RuleCount[] {
  return table.rules.flatMap((rule) => {
    const rows = state.removed
      .filter((entry) => entry.ordinal === rule.ordinal)
      .reduce((sum, entry) => sum + entry.rows, 0);
    const { code, column, rule: id, action } = rule;
    return rows === 0 ? [] : [{ code, column, rule: id, action, rows: coarse(rows, least(table)) }];
  });
}

async function rangeHistogram(
  context: RunContext,
  table: TablePlan,
  { column, publication }: Published,
): Promise<Histogram> {
  const rows = await context.engine.rows(compileBins(table, column.name, publication.type.name, bins));
  const edge = (row: EngineRow, bin: number) => {
    const at = Number(row.low) + ((Number(row.high) - Number(row.low)) * bin) / bins;
    const numeric = ["integer", "decimal", "float"].includes(publication.type.name);
    return numeric ? String(Number(at.toPrecision(12))) : new Date(at * 1000).toISOString().slice(0, 10);
  };
  const k = least(table);
  const shown = rows.filter((row) => Number(row.rows) >= k);
  const hidden = rows.filter((row) => Number(row.rows) < k).reduce((sum, row) => sum + Number(row.rows), 0);
  return {
    kind: "range",
    bins: shown.map((row) => ({
      from: edge(row, Number(row.bin)),
      to: edge(row, Number(row.bin) + 1),
      rows: Number(row.rows),
    })),
    other: coarse(hidden, k),
  };
}

async function categoryHistogram(
  context: RunContext,
  table: TablePlan,
  { column }: Published,
  present: number,
): Promise<Histogram> {
  const limits = { least: least(table), most: categories };
  const rows = await context.engine.rows(compileCategories(context.plan, table, column.name, limits));
  const shown = rows.reduce((sum, row) => sum + Number(row.rows), 0);
  return {
    kind: "category",
    bins: rows.map((row) => ({ label: String(row.label), rows: Number(row.rows) })),
    other: coarse(present - shown, least(table)),
  };
}

/** Few values that many rows share are worth a picture; keys, texts and codes are not. */
const isCategorical = (distinct: number, present: number): boolean =>
  distinct > 0 && distinct <= Math.min(1000, present / 5);

async function columnStatistics(
  context: RunContext,
  table: TablePlan,
  published: Published,
  index: number,
  row: EngineRow,
): Promise<ColumnStatistics> {
  const { column, publication } = published;
  const state = tableState(context, table.name);
  const rows = Number(row.rows ?? 0);
  const present = Number(row[`p${index}`] ?? 0);
  const distinct = Math.min(Number(row[`d${index}`] ?? 0), present);
  const before = state.flags[nullBit(table, table.columns.indexOf(column))] ?? 0;
  const extremes = tellsExtremes(column, publication.type) && present > 0;
  const text = (key: string) => (typeof row[key] === "string" ? { value: String(row[key]) } : undefined);
  const made: ColumnStatistics = {
    name: column.name,
    datatype: formatColumnType(publication.type),
    nullShareBefore: coarseShare(before, state.transformed, least(table)),
    nullShareAfter: rows === 0 ? 0 : (rows - present) / rows,
    distinct: coarse(distinct, least(table)),
  };
  if (extremes) {
    made.minimum = text(`a${index}`)?.value;
    made.maximum = text(`z${index}`)?.value;
    made.mean = text(`m${index}`)?.value;
    const values = await context.engine.rows(compileQuantiles(table, column.name, rows, quantiles));
    if (values.length === quantiles.length)
      made.quantiles = quantiles.map((q, place) => ({ q, value: String(values[place]?.v) }));
    made.histogram = await rangeHistogram(context, table, published);
  } else if (column.key === undefined && isCategorical(distinct, present)) {
    made.histogram = await categoryHistogram(context, table, published, present);
  }
  return made;
}

async function tableQuality(context: RunContext, table: TablePlan): Promise<TableQuality> {
  const state = tableState(context, table.name);
  const base = {
    name: table.name,
    counts: countsOf(table, state),
    olderWinners: coarse(state.olderWinners, least(table)),
    rules: ruleCounts(table, state),
    reasons: removalReasons(table, state),
    ...(state.increment
      ? {
          incremental: {
            since: state.increment.number,
            replaced: state.increment.replaced,
            orphaned: state.increment.orphaned,
          },
        }
      : {}),
  };
  if (!table.publish) return { ...base, columns: [] };
  context.engine.at({ stage: "protect", table: table.name });
  const row = (await context.engine.rows(compileStatistics(context.plan, table)))[0] ?? {};
  const columns: ColumnStatistics[] = [];
  for (const [index, published] of publishedColumns(table).entries()) {
    columns.push(await columnStatistics(context, table, published, index, row));
  }
  return { ...base, columns };
}

/** Counts, rules and statistics of every table; statistics look at published data only. */
export async function qualityReport(context: RunContext): Promise<QualityReport> {
  const tables: TableQuality[] = [];
  for (const table of context.plan.tables) tables.push(await tableQuality(context, table));
  return { tables };
}
