import {
  type ColumnPlan,
  publicationOf,
  publishedColumns,
  type StagedColumn,
  selectLeaving,
  type TablePlan,
  tableNames,
  toText,
} from "#lib/compiler";
import {
  type ColumnType,
  formatColumnType,
  type PreviewColumn,
  type PreviewCompare,
  type PreviewStage,
} from "#lib/contracts";
import { hidesValues } from "#lib/metadata";
import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { shown } from "./choose-rows.ts";
import { reaches } from "./needed-tables.ts";
import type { PreviewSight } from "./preview-request.ts";
import { beforeProtect } from "./run-to-stage.ts";

/** Values of a stage as text, one row for each that is shown: `__row` and `c0 …`. */
export const afterRows: Sql = name("work", "shown after");
/** What they are compared with, in the same places. */
export const beforeRows: Sql = name("work", "shown before");

/** A cell is shown up to here. */
const longestCell = 1000;

export interface ShownColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The column of the plan; absent before Cleanse. */
  readonly plan?: ColumnPlan;
  readonly from?: string;
  readonly fromType?: ColumnType;
  readonly hidden?: NonNullable<PreviewColumn["hidden"]>;
}

const longTypes: readonly string[] = ["string", "json", "binary"];

const asText = (value: Sql, type: ColumnType): Sql => {
  const text = sql`${toText(value, type)}::varchar`;
  if (!longTypes.includes(type.name)) return text;
  return sql`case when length(${text}) > ${longestCell} then left(${text}, ${longestCell}) || '…' else ${text} end`;
};

/** Why a column's values are not shown to these eyes. */
function hiding(column: ColumnPlan, stage: PreviewStage, sight: PreviewSight): Pick<ShownColumn, "hidden"> {
  if (!reaches(stage, "anonymize")) return sight === "raw" ? {} : { hidden: "not-published" };
  if (publicationOf(column).how === "none") return { hidden: "not-published" };
  const isSafe = sight !== "hidden-by-rule" || (column.anonymize && hidesValues(column.anonymize));
  return isSafe ? {} : { hidden: "not-approved" };
}

/** The columns that a stage leaves, with what each is compared with. */
export function shownColumns(
  table: TablePlan,
  stage: PreviewStage,
  compare: PreviewCompare,
  sight: PreviewSight,
  staged: readonly StagedColumn[],
): readonly ShownColumn[] {
  if (!reaches(stage, "cleanse"))
    return staged.map((column) => ({ ...column, ...(sight === "raw" ? {} : { hidden: "not-published" }) }));
  const published = new Map(
    publishedColumns(table).map(({ column, publication }) => [column.name, publication.type]),
  );
  return table.columns.map((column) => {
    const type = reaches(stage, "anonymize") ? (published.get(column.name) ?? column.type) : column.type;
    const source = staged.find(({ name: own }) => own === column.from);
    const isRaw = compare === "source" || stage === "cleanse";
    const earlier = stage === "protect" ? type : column.type;
    return {
      name: column.name,
      type,
      plan: column,
      ...(isRaw
        ? { from: column.from, fromType: source?.type ?? { name: "string" as const } }
        : { from: column.name, fromType: earlier }),
      ...hiding(column, stage, sight),
    };
  });
}

/** Rows that a stage's values stand in, with `__row`. */
function rowsOf(table: TablePlan, stage: PreviewStage): Sql {
  if (stage === "cleanse") return tableNames.cleansed(table.name);
  if (stage === "keys") return tableNames.surviving(table.name);
  return sql`(${selectLeaving(table)})`;
}

function rowsBefore(table: TablePlan, stage: PreviewStage): Sql {
  if (stage === "keys") return tableNames.cleansed(table.name);
  if (stage === "anonymize") return tableNames.surviving(table.name);
  return beforeProtect;
}

const listed = (columns: readonly ShownColumn[], value: (column: ShownColumn) => Sql): Sql =>
  join(
    columns.map((column, index) => sql`, ${value(column)} as ${name(`c${index}`)}`),
    unsafeText(""),
  );

/** Makes the texts that a preview shows: of hidden columns, nothing is taken out of the engine's tables at all. */
export function createShown(
  table: TablePlan,
  stage: PreviewStage,
  rawTable: Sql,
  columns: readonly ShownColumn[],
): Sql {
  const isTyped = reaches(stage, "cleanse");
  const values = listed(columns, ({ name: own, type, hidden }) =>
    hidden ? sql`null::varchar` : asText(name(isTyped ? "a" : "t", own), type),
  );
  const joined = isTyped ? sql` left join ${rowsOf(table, stage)} a on a."__row" = s."__row"` : sql``;
  return sql`create or replace table ${afterRows} as select s."__row"${values}
    from ${shown} s join ${rawTable} t on t.rowid = s."__row"${joined}`;
}

/** Makes what the values are compared with, for eyes that may see it. Of a row that was gone by then, what the source gave. */
export function createShownBefore(
  table: TablePlan,
  stage: PreviewStage,
  compare: PreviewCompare,
  rawTable: Sql,
  columns: readonly ShownColumn[],
  staged: readonly StagedColumn[],
): Sql {
  const raw = (column: ShownColumn): Sql => {
    const from = column.plan?.from ?? column.name;
    const type = staged.find(({ name: own }) => own === from)?.type ?? { name: "string" as const };
    return asText(name("t", from), type);
  };
  const from = sql`from ${shown} s join ${rawTable} t on t.rowid = s."__row"`;
  if (compare === "source" || stage === "cleanse")
    return sql`create or replace table ${beforeRows} as select s."__row"${listed(columns, raw)} ${from}`;
  const published = new Set(publishedColumns(table).map(({ column }) => column.name));
  const values = listed(columns, (column) => {
    const isThere = stage !== "protect" || published.has(column.name);
    const earlier = isThere
      ? asText(name("b", column.name), column.fromType ?? column.type)
      : sql`null::varchar`;
    return sql`case when b."__row" is null then ${raw(column)} else ${earlier} end`;
  });
  return sql`create or replace table ${beforeRows} as select s."__row"${values} ${from}
    left join ${rowsBefore(table, stage)} b on b."__row" = s."__row"`;
}

/** A column as it is told, without its profile. */
export const describeColumn = (column: ShownColumn): Omit<PreviewColumn, "profile"> => {
  const datatype = formatColumnType(column.type);
  const fromDatatype = column.fromType && formatColumnType(column.fromType);
  const rule = column.plan?.anonymize?.rule ?? (column.plan?.hierarchy && "hierarchy");
  return {
    name: column.name,
    datatype,
    ...(column.from !== undefined && column.from !== column.name ? { from: column.from } : {}),
    ...(fromDatatype !== undefined && fromDatatype !== datatype ? { fromDatatype } : {}),
    ...(column.plan?.privacyClass ? { privacyClass: column.plan.privacyClass } : {}),
    ...(rule ? { rule } : {}),
    ...(column.hidden ? { hidden: column.hidden } : {}),
  };
};
