import {
  type ColumnPlan,
  publicationOf,
  publishedColumns,
  type StagedColumn,
  type TablePlan,
} from "#lib/compiler";
import {
  type ColumnType,
  formatColumnType,
  type PreviewColumn,
  type PreviewCompare,
  type PreviewStage,
} from "#lib/contracts";
import { hidesValues } from "#lib/metadata";
import { reaches } from "./needed-tables.ts";
import type { PreviewSight } from "./preview-request.ts";

export interface ShownColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The column of the plan; absent before Cleanse. */
  readonly plan?: ColumnPlan;
  readonly from?: string;
  readonly fromType?: ColumnType;
  readonly hidden?: NonNullable<PreviewColumn["hidden"]>;
}

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
