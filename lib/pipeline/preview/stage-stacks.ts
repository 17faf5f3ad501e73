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
import { engineTypes } from "./engine-types.ts";
import { reaches } from "./needed-tables.ts";
import { beforeProtect, type StackedTables } from "./run-to-stage.ts";
import type { ShownColumn } from "./shown-columns.ts";
import { type BesideColumn, keptStack, type Stack, stacksOver } from "./stacks/stack.ts";
import type { KeptStack } from "./stacks/stack-store.ts";

/** The rows of a table as the source or the transformation gave them, which have row ids. */
export interface RawTable {
  readonly relation: Sql;
  readonly columns: readonly StagedColumn[];
  readonly engineTypes: ReadonlyMap<string, string>;
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
    const engineType = raw.engineTypes.get(from);
    const isThere = type && engineType !== undefined && isWanted(column);
    return isThere ? [{ place, value: name(from), type, engineType }] : [];
  });
  return stacksOver(raw.relation, sql`rowid`, cells, raw.mark);
}

function placeAfter({ together, stacks }: StageTables, stage: PreviewStage): Place {
  const { name: table } = together;
  const cleansed = stacks.cleansed.get(table) ?? [];
  if (stage === "cleanse") return { kept: cleansed, beside: tableNames.cleansed(table) };
  if (stage === "keys") return { kept: cleansed, beside: tableNames.surviving(table) };
  return { kept: stacks.published.get(table) ?? [], beside: sql`(${selectLeaving(together)})` };
}

function placeBefore(tables: StageTables, stage: PreviewStage): Place {
  const { name: table } = tables.together;
  const cleansed = tables.stacks.cleansed.get(table) ?? [];
  if (stage === "keys") return { kept: cleansed, beside: tableNames.cleansed(table) };
  if (stage === "anonymize") return { kept: cleansed, beside: tableNames.surviving(table) };
  return { kept: tables.stacks.published.get(table) ?? [], beside: beforeProtect };
}

async function stacksAt(
  { engine, numberOf, together }: StageTables,
  { kept, beside }: Place,
  columns: readonly ShownColumn[],
  typeOf: (column: ShownColumn) => BesideColumn["type"],
  isWanted: (column: ShownColumn) => boolean,
): Promise<readonly Stack[]> {
  const places = new Map(
    columns.flatMap((column, place) => (isWanted(column) ? [[numberOf(column.name), place] as const] : [])),
  );
  const isBeside = new Set(together.columns.map((column) => column.name));
  const types = await engineTypes(engine, beside);
  const own = columns.flatMap((column, place): BesideColumn[] => {
    const engineType = types.get(column.name);
    if (!isWanted(column) || !isBeside.has(column.name) || engineType === undefined) return [];
    return [{ place, value: name(column.name), type: typeOf(column), engineType }];
  });
  return [
    ...kept.flatMap((one) => keptStack(one, (number) => places.get(number)) ?? []),
    ...stacksOver(beside, name("__row"), own),
  ];
}

/** The values that a stage left. Of hidden columns, nothing is taken out of the engine's tables at all. */
export async function stacksAfter(
  tables: StageTables,
  stage: PreviewStage,
  columns: readonly ShownColumn[],
): Promise<readonly Stack[]> {
  if (!reaches(stage, "cleanse")) return rawStacks(tables, columns, isShown);
  return stacksAt(tables, placeAfter(tables, stage), columns, ({ type }) => type, isShown);
}

/** What the values are compared with: stacks, and the rows they have; of all others, what the source gave is shown. */
export interface Earlier {
  readonly stacks: readonly Stack[];
  readonly rows: Sql;
}

/** Undefined where all of it is as the source gave it. */
export async function stacksBefore(
  tables: StageTables,
  table: TablePlan,
  stage: PreviewStage,
  compare: PreviewCompare,
  columns: readonly ShownColumn[],
): Promise<Earlier | undefined> {
  if (compare === "source" || stage === "cleanse") return undefined;
  const place = placeBefore(tables, stage);
  const published = new Set(publishedColumns(table).map(({ column }) => column.name));
  // What does not leave was not there before Protect either.
  const isWanted = (column: ShownColumn) => stage !== "protect" || published.has(column.name);
  const typeOf = ({ type, fromType }: ShownColumn) => fromType ?? type;
  const stacks = await stacksAt(tables, place, columns, typeOf, isWanted);
  return { stacks, rows: sql`select "__row" from ${place.beside}` };
}
