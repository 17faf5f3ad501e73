"use client";

import { useState } from "react";
import type { ColumnRow } from "./model/rows.ts";

/** Which rows are selected, and from where a range begins. */
export function useRowSelection(shown: readonly ColumnRow[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string>();
  const placeOf = (id: string | undefined) => shown.findIndex((row) => row.id === id);
  return {
    ids,
    toggle: (row: ColumnRow) => {
      const next = new Set(ids);
      if (!next.delete(row.id)) next.add(row.id);
      setIds(next);
      setAnchor(row.id);
    },
    /** From where the last selection began up to this row. */
    extend: (row: ColumnRow, from: string | undefined) => {
      const start = placeOf(anchor ?? from);
      const end = placeOf(row.id);
      const range = shown.slice(Math.min(start < 0 ? end : start, end), Math.max(start, end) + 1);
      setIds(new Set([...(anchor ? [] : ids), ...range.map(({ id }) => id)]));
      setAnchor(anchor ?? from ?? row.id);
    },
    /** All that the filters show; none where all are selected. */
    toggleAll: () => {
      const isAll = shown.length > 0 && shown.every(({ id }) => ids.has(id));
      setIds(isAll ? new Set() : new Set(shown.map(({ id }) => id)));
    },
    selectAll: () => setIds(new Set(shown.map(({ id }) => id))),
    clear: () => {
      setIds(new Set());
      setAnchor(undefined);
    },
    /** A row that has another name now is selected as it was. */
    rename: (from: string, to: string) => {
      if (!ids.has(from)) return;
      const next = new Set(ids);
      next.delete(from);
      setIds(next.add(to));
    },
  };
}
export type RowSelection = ReturnType<typeof useRowSelection>;
