"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import type { CellAt, GridHandle } from "./grid/columns-grid.tsx";
import {
  type ColumnTag,
  classValues,
  countsOf,
  type FacetId,
  facetIds,
  filtered,
  type Known,
  none,
} from "./model/filters.ts";
import { groupProblems, isChangedSince, problemsOf, type RowProblems } from "./model/looks.ts";
import { type ColumnRow, rowId, rowsOf } from "./model/rows.ts";
import { useFilters } from "./use-filters.ts";
import { useRevisionColumns } from "./use-revision-columns.ts";

/** Long enough not to write the address at every step of a held arrow. */
const selectPause = 200;

/** The rows of the draft, those that the filters show, and what is known of them beside the draft. */
export function useShownRows() {
  const t = useTranslations("editor.grid");
  const common = useTranslations("common");
  const { draft, diagnostics } = useEditor();
  const filters = useFilters();
  const rows = rowsOf(draft);
  const [problems, setProblems] = useState<{ of: unknown; by: RowProblems }>({
    of: undefined,
    by: new Map(),
  });
  if (problems.of !== diagnostics)
    setProblems({ of: diagnostics, by: groupProblems(diagnostics, problems.by) });
  const [wantsChanges, setWantsChanges] = useState(false);
  const isChangedAsked = filters.filters.tag.some((one) => one.endsWith("changed"));
  const revision = useRevisionColumns(wantsChanges || isChangedAsked);
  const known: Known = useMemo(
    () => ({
      hasProblems: (row) => problemsOf(problems.by, row) !== undefined,
      isChanged: (row) => revision !== undefined && isChangedSince(revision, row),
    }),
    [problems.by, revision],
  );
  const shown = useMemo(() => filtered(rows, filters.filters, known), [rows, filters.filters, known]);
  const wordsOf: Readonly<Record<FacetId, (value: string) => string>> = {
    table: (value) => value || "–",
    type: (value) => value,
    class: (value) => {
      const known = classValues.find((one) => one === value);
      return !known || known === none ? t("unclassed") : common(`privacyClass.${known}`);
    },
    rule: (value) => (value === none ? t("noRule") : value),
    // Tags are those of the list.
    tag: (value) => t(`tag.${value as ColumnTag}`),
  };
  const facetOf = (id: FacetId) => ({
    chosen: filters.filters[id],
    set: (chosen: readonly string[]) => filters.set(id, chosen),
    values: () => {
      if (id === "tag") setWantsChanges(true);
      // What the other filters leave is counted: the own choice would hide what else there is.
      const others = filtered(rows, { ...filters.filters, [id]: [] }, known);
      return [...countsOf(others, id, known)].map(([value, count]) => ({
        value,
        label: wordsOf[id](value),
        count,
      }));
    },
  });
  return {
    rows,
    shown,
    filters,
    problems: problems.by,
    facets: Object.fromEntries(facetIds.map((id) => [id, facetOf(id)])) as Readonly<
      Record<FacetId, ReturnType<typeof facetOf>>
    >,
  };
}

/** Where the cursor stands, told to the other views and following them. */
export function useCursor(shown: readonly ColumnRow[]) {
  const { draft } = useEditor();
  const { selection, select } = useSelection();
  const handle = useRef<GridHandle>(null);
  const chosen =
    selection?.column === undefined ? undefined : { table: selection.table, column: selection.column };
  const chosenId = chosen && rowId(chosen);
  const wantedTable = selection?.table;
  const [cell, setCell] = useState<CellAt>(() => ({ row: chosenId ?? shown[0]?.id, column: "column" }));
  /** What this grid and the other views agree on, so that neither follows itself. */
  const told = useRef(chosenId);
  const [isMoved, setMoved] = useState(false);
  useEffect(() => {
    const mark = chosenId ?? wantedTable;
    if (mark === undefined || mark === told.current) return;
    told.current = mark;
    const row = chosenId ?? rowsOf(draft).find(({ table }) => table === wantedTable)?.id;
    if (row === undefined) return;
    setMoved(false);
    setCell((old) => ({ row, column: old.column === "select" ? "column" : old.column }));
    handle.current?.show(row);
  }, [chosenId, wantedTable, draft]);
  // Chosen before the grid was opened: it is scrolled to.
  useEffect(() => {
    if (told.current !== undefined) handle.current?.show(told.current);
  }, []);
  // Where the row under the cursor is gone, the one that stands there now is under it.
  const index = shown.findIndex(({ id }) => id === cell.row);
  const [lastIndex, setLastIndex] = useState(0);
  if (index >= 0 && index !== lastIndex) setLastIndex(index);
  const row = index >= 0 ? shown[index] : shown[Math.min(lastIndex, shown.length - 1)];
  const isHead = cell.row === undefined;
  useEffect(() => {
    if (!isMoved || isHead || !row || row.id === told.current) return;
    const timer = setTimeout(() => {
      told.current = row.id;
      select({ table: row.table, column: row.column });
    }, selectPause);
    return () => clearTimeout(timer);
  }, [isMoved, isHead, row, select]);
  const setAt = (next: CellAt) => {
    setMoved(true);
    setCell(next);
  };
  return { at: isHead ? cell : { row: row?.id, column: cell.column }, setAt, handle };
}
