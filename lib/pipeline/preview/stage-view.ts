import type { TablePlan } from "#lib/compiler";
import { formatColumnType, type Preview, type PreviewColumn } from "#lib/contracts";
import { sql } from "#lib/sql";
import { countRawNulls, qualityOf } from "./cell-quality.ts";
import { rowsToShow } from "./choose-rows.ts";
import { reaches } from "./needed-tables.ts";
import type { PreviewRequest } from "./preview-request.ts";
import { type Figures, figuresOf, profileOf, type Quality } from "./profile-columns.ts";
import { readPage } from "./read-page.ts";
import { describeColumn, type ShownColumn, shownColumns } from "./shown-columns.ts";
import { chooseShown, countFates, countRules, fateOf, type ShownRows } from "./shown-rows.ts";
import { allEnded, alone } from "./side-by-side.ts";
import type { Recent } from "./stacks/recent.ts";
import type { Stack } from "./stacks/stack.ts";
import { rawStacks, type StageTables, stacksAfter, stacksBefore } from "./stage-stacks.ts";

/** What previews before found out about cells that are still there. */
export interface KnownFigures {
  readonly figures: Recent<ReadonlyMap<number, Figures>>;
  readonly quality: Recent<ReadonlyMap<number, Quality>>;
  readonly rawNulls: Recent<readonly number[]>;
}

export interface ViewWork extends StageTables {
  /** The table with all of its columns. */
  readonly table: TablePlan;
  readonly request: PreviewRequest;
  readonly stage: Preview["stage"];
  /** Whether what was extracted is shown of a table that is transformed. */
  readonly isSplit: boolean;
  /** Rows that went through the rules, and which of the look they are; all where it is undefined. */
  readonly ran: number;
  readonly numbers: readonly number[] | undefined;
  /** Rows that violated each rule, by ordinal. */
  readonly violated: readonly number[];
  readonly known: KnownFigures;
}

async function profiledColumns(
  work: ViewWork,
  columns: readonly ShownColumn[],
  after: readonly Stack[],
  shown: ShownRows,
): Promise<readonly PreviewColumn[]> {
  const { engine, together, stacks, known, raw } = work;
  const isCleansed = reaches(work.stage, "cleanse");
  const cleansed = stacks.cleansed.get(together.name) ?? [];
  const sources = columns.map((column) => column.plan?.from ?? column.name);
  const key = JSON.stringify([raw.mark, shown.sample.mark, sources]);
  const [figures, quality, rawNulls] = await allEnded([
    figuresOf(engine, after, shown.kept, known.figures),
    isCleansed
      ? alone(engine, (lane) => qualityOf(lane, together, cleansed, shown.sample, known.quality))
      : undefined,
    known.rawNulls.get(key) ??
      alone(engine, (lane) => countRawNulls(lane, raw.relation, sources, shown.sample)),
  ]);
  known.rawNulls.set(key, rawNulls);
  return columns.map((column, place) => ({
    ...describeColumn(column),
    profile: profileOf(column, {
      rows: shown.sample.count,
      kept: shown.kept.count,
      figures: figures.get(place),
      quality: quality?.get(column.name),
      rawNulls: rawNulls[place] ?? 0,
      isRaw: work.request.sight === "raw",
    }),
  }));
}

/** A table as a stage left it: columns with their profiles, and a page of rows. */
export async function viewStage(work: ViewWork) {
  const { engine, table, together, request, stage, stacks, raw, ran } = work;
  const { compare, sight, sample, fates, offset, limit } = request;
  const isCleansed = reaches(stage, "cleanse");
  const cleansed = stacks.cleansed.get(table.name) ?? [];
  const chosen = work.isSplit
    ? sql`select rowid as "__row" from ${raw.relation} order by 1 limit ${sample.rows}`
    : rowsToShow(together, sample, isCleansed, cleansed.length > 0);
  const shown = await chooseShown(engine, table, chosen, isCleansed, ran);
  const columns = shownColumns(table, stage, compare, sight, raw.columns);
  const after = stacksAfter(work, stage, columns);
  const earlier = isCleansed ? stacksBefore(work, stage, compare, columns) : undefined;
  const page = readPage({
    engine,
    table,
    together,
    cleansed,
    rows: fates ? shown.all.filter(({ reason }) => fates.includes(fateOf(table, reason))) : shown.all,
    numbers: work.numbers,
    columns: columns.length,
    offset,
    limit,
    isCleansed,
    after,
    isWhole: !reaches(stage, "keys"),
    before:
      isCleansed && sight === "raw"
        ? { raw: rawStacks(work, columns), ...(earlier ? { earlier } : {}) }
        : undefined,
  });
  const [rows, profiled] = await allEnded([page, profiledColumns(work, columns, after, shown)]);
  return {
    total: shown.all.length,
    shown: {
      columnsIn: raw.columns.map((column) => ({
        name: column.name,
        datatype: formatColumnType(column.type),
      })),
      columns: [...profiled],
      rows: [...rows],
      counts: countFates(table, shown.all),
      rules: isCleansed ? [...countRules(table, shown.all, work.violated)] : [],
    },
  };
}
