import type { Diagnostic, TableSuggestions } from "#lib/contracts";
import type { ColumnLook } from "../model/looks.ts";
import type { ColumnRow } from "../model/rows.ts";

export type Suggestion = TableSuggestions["columns"][number];

/** Where the sample of a row's table stands; absent before anybody asked for it. */
export type LookState = "running" | "failed" | "stale" | "known";

/** What a cell draws. Each member is the same object while it says the same, so that rows are drawn again only for a change. */
export interface CellProps {
  readonly row: ColumnRow;
  readonly isSelected: boolean;
  readonly look: ColumnLook | undefined;
  readonly lookState: LookState | undefined;
  readonly problems: readonly Diagnostic[] | undefined;
  readonly suggestion: Suggestion | undefined;
}
