import type { Preview, PreviewColumn } from "#lib/contracts";

/** A column of a sample, by value. */
export interface ColumnValues {
  /** Values that passed the column's rules, most frequent first. */
  readonly accepted: readonly ValueCount[];
  /** Values that a rule of the column refused, as they were before. */
  readonly refused: readonly ValueCount[];
  readonly empty: number;
  readonly rows: number;
}

export interface ValueCount {
  readonly value: string;
  readonly rows: number;
}

function counted(values: readonly string[]): readonly ValueCount[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, rows]) => ({ value, rows }))
    .toSorted((a, b) => b.rows - a.rows || a.value.localeCompare(b.value));
}

/** Whether a preview shows a column as it was cleansed: later stages do only where they leave it alone. */
const isCleansed = ({ stage }: Preview, { rule }: PreviewColumn): boolean =>
  stage === "cleanse" || (stage === "anonymize" && (rule === undefined || rule === "keep"));

/** Counts the values of a column; undefined where the preview does not show them. */
export function columnValues(preview: Preview, name: string): ColumnValues | undefined {
  const at = preview.columns.findIndex((column) => column.name === name);
  const column = preview.columns[at];
  if (!column || column.hidden || !isCleansed(preview, column)) return undefined;
  const own = new Set(preview.rules.filter((rule) => rule.column === name).map(({ ordinal }) => ordinal));
  const accepted: string[] = [];
  const refused: string[] = [];
  let empty = 0;
  for (const row of preview.rows) {
    const after = row.after[at] ?? null;
    const before = row.before.find(([place]) => place === at)?.[1];
    const isRefused =
      (row.reason !== undefined && own.has(row.reason)) || row.violated.some((rule) => own.has(rule));
    const was = before ?? after;
    if (isRefused && was !== null) refused.push(was);
    else if (after === null) empty += 1;
    else accepted.push(after);
  }
  return {
    accepted: counted(accepted),
    refused: counted(refused),
    empty,
    rows: preview.rows.length,
  };
}
