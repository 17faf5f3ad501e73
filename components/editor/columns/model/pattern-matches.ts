import type { DraftModule } from "#lib/drafting";
import { withPattern } from "#lib/metadata";
import { draftColumn, draftDocument, draftTable } from "../../store/draft-document.ts";
import type { ColumnRow } from "./rows.ts";

const members = ["datatype", "normalize", "nulls", "checks", "privacyClass", "anonymize"] as const;
export type PatternMember = (typeof members)[number];

export interface PatternMatch {
  readonly row: ColumnRow;
  /** What the column takes from the pattern, since it does not say it itself. */
  readonly taken: readonly PatternMember[];
}

/** The columns that a pattern is the first to fit, and what each takes from it. */
export function patternMatches(
  draft: DraftModule,
  rows: readonly ColumnRow[],
  index: number,
): readonly PatternMatch[] {
  const pattern = draft.patterns[index];
  if (!pattern) return [];
  // Two patterns may be written alike: the first of them counts.
  if (draft.patterns.findIndex(({ match }) => match === pattern.match) !== index) return [];
  const document = draftDocument(draft);
  return rows.flatMap((row) => {
    const table = draft.tables[row.tableIndex];
    if (row.pattern !== pattern.match || !table) return [];
    const before = draftColumn(row.own);
    const after = withPattern(document, draftTable(table), before);
    return [{ row, taken: members.filter((key) => before[key] === undefined && after[key] !== undefined) }];
  });
}
