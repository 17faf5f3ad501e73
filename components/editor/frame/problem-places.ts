import type { Diagnostic } from "#lib/contracts";
import { type DraftModule, stageOf } from "#lib/drafting";
import type { Selection } from "./selection.ts";

/** The problems of a table with its columns, or of one column, by their indexes in the document. */
export const problemsIn = (
  diagnostics: readonly Diagnostic[],
  { tableIndex, columnIndex }: { readonly tableIndex: number; readonly columnIndex?: number | undefined },
): readonly Diagnostic[] =>
  diagnostics.filter(
    ({ path }) =>
      path[0] === "tables" &&
      path[1] === tableIndex &&
      (columnIndex === undefined || (path[2] === "columns" && path[3] === columnIndex)),
  );

/** What a problem's path leads to in the draft as it is now; undefined for the module as a whole. */
export function placeOf(draft: DraftModule, { path, code }: Diagnostic): Selection | undefined {
  const [root, tableIndex, part, columnIndex] = path;
  if (root !== "tables" || typeof tableIndex !== "number") return undefined;
  const table = draft.tables[tableIndex];
  if (!table) return undefined;
  const column =
    part === "columns" && typeof columnIndex === "number" ? table.columns[columnIndex] : undefined;
  return { table: table.name, column: column?.name, stage: stageOf(path, code) };
}
