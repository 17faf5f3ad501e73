import {
  publishedColumns,
  type StagedColumn,
  selectLeaving,
  type TablePlan,
  tableNames,
} from "#lib/compiler";
import type { PreviewCompare, PreviewStage } from "#lib/contracts";
import type { Engine } from "#lib/engine";
import { name, type Sql, sql } from "#lib/sql";
import { reaches } from "./needed-tables.ts";
import { beforeProtect, type StackedTables } from "./run-to-stage.ts";
import type { ShownColumn } from "./shown-columns.ts";
import { type BesideColumn, keptStack, type Stack, stacksOver } from "./stacks/stack.ts";
import type { KeptStack } from "./stacks/stack-store.ts";

/** The rows of a table as the source or the transformation gave them, which have row ids. */
export interface RawTable {
  readonly relation: Sql;
  readonly columns: readonly StagedColumn[];
  /** Names the rows, for what is kept of them. */
  readonly mark: string;
}

export interface StageTables {
  readonly engine: Engine;
  /** The table with the columns that stand side by side. */
  readonly together: TablePlan;
  readonly raw: RawTable;
  readonly stacks: StackedTables;
  /** A column's number in the stacks. */
  numberOf(column: string): number;
}

/** Where values stand that a stage left or got. */
interface Place {
  readonly kept: readonly KeptStack[];
  /** Rows with `__row` and the columns that stand side by side. */
  readonly beside: Sql;
  readonly columns: ReadonlySet<string>;
}

const isShown = ({ hidden }: ShownColumn): boolean => hidden === undefined;

/** The raw values of the columns' sources. */
export function rawStacks(
  { raw }: Pick<StageTables, "raw">,
  columns: readonly ShownColumn[],
  isWanted: (column: ShownColumn) => boolean = () => true,
): readonly Stack[] {
  const types = new Map(raw.columns.map(({ name: own, type }) => [own, type]));
  const cells = columns.flatMap((column, place): BesideColumn[] => {
    const from = column.plan?.from ?? column.name;
    const type = types.get(from);
    return type && isWanted(column) ? [{ place, value: name(from), type }] : [];
  });
  return stacksOver(raw.relation, sql`rowid`, cells, raw.mark);
}

const cleansedPlace = ({ together, stacks }: StageTables, beside: Sql): Place => ({
  kept: stacks.cleansed.get(together.name) ?? [],
  beside,
  columns: new Set(together.columns.map((column) => column.name)),
});

const publishedPlace = ({ together, stacks }: StageTables, beside: Sql): Place => ({
  kept: stacks.published.get(together.name) ?? [],
  beside,
  columns: new Set(publishedColumns(together).map(({ column }) => column.name)),
});

function placeAfter(tables: StageTables, stage: PreviewStage): Place {
  const { together } = tables;
  if (stage === "cleanse") return cleansedPlace(tables, tableNames.cleansed(together.name));
  if (stage === "keys") return cleansedPlace(tables, tableNames.surviving(together.name));
  return publishedPlace(tables, sql`(${selectLeaving(together)})`);
}

function placeBefore(tables: StageTables, stage: PreviewStage): Place {
  const { together } = tables;
  if (stage === "keys") return cleansedPlace(tables, tableNames.cleansed(together.name));
  if (stage === "anonymize") return cleansedPlace(tables, tableNames.surviving(together.name));
  return publishedPlace(tables, beforeProtect);
}

function stacksAt(
  { numberOf }: StageTables,
  { kept, beside, columns: isBeside }: Place,
  columns: readonly ShownColumn[],
  typeOf: (column: ShownColumn) => BesideColumn["type"],
  isWanted: (column: ShownColumn) => boolean,
): readonly Stack[] {
  const places = new Map(
    columns.flatMap((column, place) => (isWanted(column) ? [[numberOf(column.name), place] as const] : [])),
  );
  const own = columns.flatMap((column, place): BesideColumn[] =>
    isWanted(column) && isBeside.has(column.name)
      ? [{ place, value: name(column.name), type: typeOf(column) }]
      : [],
  );
  return [
    ...kept.flatMap((one) => keptStack(one, (number) => places.get(number)) ?? []),
    ...stacksOver(beside, name("__row"), own),
  ];
}

/** The values that a stage left. Of hidden columns, nothing is taken out of the engine's tables at all. */
export function stacksAfter(
  tables: StageTables,
  stage: PreviewStage,
  columns: readonly ShownColumn[],
): readonly Stack[] {
  if (!reaches(stage, "cleanse")) return rawStacks(tables, columns, isShown);
  return stacksAt(tables, placeAfter(tables, stage), columns, ({ type }) => type, isShown);
}

/** What the values are compared with: stacks, and the rows they have; of all others, what the source gave is shown. */
export interface Earlier {
  readonly stacks: readonly Stack[];
  readonly rows: Sql;
}

/** Undefined where all of it is as the source gave it. */
export function stacksBefore(
  tables: StageTables,
  stage: PreviewStage,
  compare: PreviewCompare,
  columns: readonly ShownColumn[],
): Earlier | undefined {
  if (compare === "source" || stage === "cleanse") return undefined;
  const place = placeBefore(tables, stage);
  const typeOf = ({ type, fromType }: ShownColumn) => fromType ?? type;
  return {
    stacks: stacksAt(tables, place, columns, typeOf, () => true),
    rows: sql`select "__row" from ${place.beside}`,
  };
}
