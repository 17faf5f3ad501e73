import { choicesPerValue, findAnonymizer } from "#lib/anonymizers";
import { findCheck, findTableCheck } from "#lib/column-rules";
import {
  type ColumnDocument,
  enabledSteps,
  type ModuleDocument,
  type RuleUse,
  type TableDocument,
} from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import { applyPatterns } from "../pattern-rules.ts";
import type { Report } from "./report.ts";

/** How many rows and different values a table had when it was last looked at. */
export interface KnownFigures {
  readonly rows: number;
  readonly distinct: Readonly<Record<string, number>>;
}

/** How many different values a rule can make, where each distinct one needs its own. */
function capacityOf(use: RuleUse | undefined): number | undefined {
  const rule = use && findAnonymizer(use.rule);
  const params = rule?.params.safeParse(use?.with ?? {});
  return params?.success ? rule?.capacity?.(params.data) : undefined;
}

/** The columns of a table that such a rule publishes; a foreign key's values are counted where its key is. */
const limitedColumns = (document: ModuleDocument, table: TableDocument) =>
  table.columns.flatMap((column) => {
    const effective = effectiveColumn(document, table, column);
    const capacity = capacityOf(effective.anonymize);
    const { key } = effective;
    const isOwn = key === undefined || (key.table === table.name && key.column === column.name);
    return capacity === undefined || !isOwn
      ? []
      : [{ column, capacity, rule: effective.anonymize?.rule ?? "" }];
  });

/** Whether a document asks any rule for a value of its own for each: then figures of its tables are worth looking up. */
export const asksForDistinct = (document: ModuleDocument): boolean => {
  const applied = applyPatterns(document);
  return applied.tables.some((table) => limitedColumns(applied, table).length > 0);
};

/** Whether a column has another value in every row that is left. */
function differsByRow(table: TableDocument, column: ColumnDocument): boolean {
  const { primaryKey } = table;
  if (primaryKey?.columns.includes(column.name)) return primaryKey.columns.length === 1;
  const isUnique = enabledSteps(column.checks).some(
    ({ rule, onViolation }) => findCheck(rule)?.scope === "table" && onViolation !== "warn",
  );
  return isUnique && column.nulls?.rule === "reject";
}

/** Rows that a run has at least when it comes to anonymize the table, by what the table says of itself. */
const leastRows = ({ checks }: TableDocument): number =>
  enabledSteps(checks).reduce((least, { rule, with: given, onViolation }) => {
    if (findTableCheck(rule)?.id !== "row-count" || onViolation !== "fail") return least;
    const minimum = given?.minimum;
    return typeof minimum === "number" ? Math.max(least, minimum) : least;
  }, 0);

/**
 * Proves that a rule which gives each value one of its own has enough to choose from: refused where the document itself says
 * that it has not, warned about where it would not have sufficed for the rows that were there before.
 */
export function checkCapacity(
  document: ModuleDocument,
  table: TableDocument,
  known: KnownFigures | undefined,
  report: Report,
): void {
  if (!table.publish) return;
  for (const { column, capacity, rule } of limitedColumns(document, table)) {
    const isKey = table.primaryKey?.columns.includes(column.name) ?? false;
    const at = isKey
      ? report.at("primaryKey", "strategy")
      : report.at("columns", table.columns.indexOf(column), "anonymize");
    const said = { column: column.name, rule, capacity, times: choicesPerValue };
    const differs = differsByRow(table, column);
    const least = differs ? leastRows(table) : 0;
    const expected = known?.distinct[column.name] ?? (differs ? known?.rows : undefined) ?? 0;
    if (least * choicesPerValue > capacity) at.add("values-too-few", { ...said, count: least });
    else if (expected * choicesPerValue > capacity)
      at.add("values-seem-too-few", { ...said, count: expected });
  }
}
