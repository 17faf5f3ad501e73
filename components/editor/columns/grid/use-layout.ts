"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";
import { z } from "zod";
import {
  type GridColumn,
  type GridColumnId,
  gridColumns,
  isHideable,
  leastWidth,
  mostWidth,
} from "./columns.ts";

const key = "etlx-columns-grid";
const changed = "etlx-columns-grid-changed";
const layoutSchema = z.object({
  widths: z.record(z.string(), z.number()).catch({}),
  hidden: z.array(z.string()).catch([]),
});
type Layout = z.infer<typeof layoutSchema>;
const standard: Layout = { widths: {}, hidden: [] };

function watch(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener("storage", listener);
  };
}

function parsed(text: string | null): Layout {
  try {
    return layoutSchema.safeParse(JSON.parse(text ?? "")).data ?? standard;
  } catch {
    return standard;
  }
}

/** A column of the grid where it stands, in pixels. */
export interface PlacedColumn {
  readonly column: GridColumn;
  readonly width: number;
}

/** Widths and hidden columns of the grid, remembered by this browser. */
export function useLayout(hasSuggestions: boolean) {
  const text = useSyncExternalStore(
    watch,
    () => localStorage.getItem(key),
    () => null,
  );
  const layout = useMemo(() => parsed(text), [text]);
  const change = useCallback((next: (old: Layout) => Layout) => {
    localStorage.setItem(key, JSON.stringify(next(parsed(localStorage.getItem(key)))));
    window.dispatchEvent(new Event(changed));
  }, []);
  const columns = useMemo(
    () =>
      gridColumns
        .filter((column: GridColumn) => !column.isSuggestion || hasSuggestions)
        .filter(({ id }) => !(isHideable(id) && layout.hidden.includes(id)))
        .map((column): PlacedColumn => ({ column, width: layout.widths[column.id] ?? column.width })),
    [layout, hasSuggestions],
  );
  const resize = useCallback(
    (id: GridColumnId, width: number) =>
      change((old) => ({
        ...old,
        widths: { ...old.widths, [id]: Math.round(Math.max(leastWidth, Math.min(mostWidth, width))) },
      })),
    [change],
  );
  const hide = useCallback(
    (hidden: readonly GridColumnId[]) => change((old) => ({ ...old, hidden: [...hidden] })),
    [change],
  );
  const reset = useCallback(() => change(() => standard), [change]);
  return { columns, hidden: layout.hidden, resize, hide, reset };
}
