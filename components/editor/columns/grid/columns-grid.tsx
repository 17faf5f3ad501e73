// biome-ignore-all lint/a11y/useSemanticElements: rows and columns are virtual and placed by transform, which a table cannot be
"use client";

import { useTranslations } from "next-intl";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { GridPlace } from "../../../ui/grid-moves.ts";
import { useWindow } from "../../../ui/use-window.ts";
import type { FacetId } from "../model/filters.ts";
import type { ColumnRow } from "../model/rows.ts";
import type { CellProps } from "./cell-props.ts";
import type { GridColumnId } from "./columns.ts";
import classes from "./grid.module.css";
import { type DrawnColumn, GridRow } from "./grid-row.tsx";
import { type FacetValues, HeadCell } from "./head-cell.tsx";
import { placeColumns } from "./place-columns.ts";
import { type GridDeeds, gridKey } from "./use-grid-keys.ts";
import type { PlacedColumn } from "./use-layout.ts";

const rowHeight = 32;
const headHeight = 34;
/** Below this the window is too narrow for a table's name beside a column's. */
const narrow = 620;

/** A cell by its row and column; the header's row has no id. */
export interface CellAt {
  readonly row: string | undefined;
  readonly column: GridColumnId;
}

export interface GridHandle {
  readonly focus: () => void;
  /** Scrolls to a row and puts the cursor on it. */
  readonly show: (row: string, column?: GridColumnId) => void;
}

/**
 * The rows of the columns grid: virtual in both directions, one tab stop, the cursor told by `aria-activedescendant`, so that
 * it stays when its cell is scrolled away.
 */
export function ColumnsGrid({
  label,
  rows,
  columns,
  at,
  setAt,
  edited,
  typed,
  selection,
  selectedColumn,
  facts,
  facets,
  deeds,
  resize,
  press,
  onCopy,
  onPaste,
  handle,
}: {
  label: string;
  rows: readonly ColumnRow[];
  columns: readonly PlacedColumn[];
  at: CellAt;
  setAt: (at: CellAt, isExtending: boolean) => void;
  edited: CellAt | undefined;
  typed: string;
  selection: ReadonlySet<string>;
  selectedColumn: GridColumnId | undefined;
  facts: (row: ColumnRow) => Omit<CellProps, "row" | "isSelected">;
  facets: Readonly<Record<FacetId, FacetValues>>;
  deeds: Omit<GridDeeds, "move" | "openFilter" | "resize">;
  resize: (column: GridColumnId, width: number) => void;
  /** A press with the pointer on a cell; `row` is absent for the header. */
  press: (row: ColumnRow | undefined, column: GridColumnId, event: MouseEvent) => void;
  onCopy: (event: ClipboardEvent) => void;
  onPaste: (event: ClipboardEvent) => void;
  handle: RefObject<GridHandle | null>;
}) {
  const t = useTranslations("editor.grid");
  const gridId = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1000);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const seen = new ResizeObserver(() => setWidth(element.clientWidth));
    seen.observe(element);
    return () => seen.disconnect();
  }, []);
  const placed = placeColumns(columns, width < narrow);
  const down = useWindow({ frame, count: rows.length, size: rowHeight, lead: headHeight, beyond: 6 });
  const across = useWindow({
    frame,
    count: placed.others.length,
    size: placed.sizes,
    lead: placed.pinnedWidth,
    beyond: 1,
    isAcross: true,
  });
  const under = placed.others.findIndex(({ column }) => column.id === at.column);
  // The column under the cursor stays drawn wherever the others are scrolled to: it is told by its id.
  const isAway = under >= 0 && !across.items.some(({ index }) => index === under);
  const drawn = [
    ...across.items,
    ...(isAway ? [{ index: under, start: across.track.startOf(under) }] : []),
  ].flatMap(({ index, start }): DrawnColumn[] => {
    const one = placed.others[index];
    return one ? [{ ...one, place: placed.pinned.length + index + 1, left: placed.pinnedWidth + start }] : [];
  });
  const stableDrawn = useSame(drawn);
  const stablePinned = useSame(placed.pinned);
  const order = [...placed.pinned, ...placed.others].map(({ column }) => column.id);
  const rowAt = at.row === undefined ? -1 : placeOf(rows, at.row);
  const place: GridPlace = { row: rowAt, column: Math.max(0, order.indexOf(at.column)) };
  const editedAt = edited?.row === undefined ? -1 : placeOf(rows, edited.row);

  const reveal = (to: GridPlace) => {
    if (to.row >= 0) down.show(to.row);
    const other = to.column - placed.pinned.length;
    if (other >= 0) across.show(other);
  };
  const move = (to: GridPlace, isExtending: boolean) => {
    reveal(to);
    setAt({ row: rows[to.row]?.id, column: order[to.column] ?? "column" }, isExtending);
  };
  useImperativeHandle(handle, () => ({
    focus: () => frame.current?.focus({ preventScroll: true }),
    show: (row, column = "column") => {
      const found = placeOf(rows, row);
      if (found >= 0) reveal({ row: found, column: Math.max(0, order.indexOf(column)) });
    },
  }));
  const space = {
    rows: rows.length,
    columns: order.length,
    page: Math.max(1, Math.floor(down.length / rowHeight) - 1),
    firstRow: -1,
  };
  const openFilter = () => {
    const facet = columns.find(({ column }) => column.id === at.column)?.column.facet;
    if (facet) frame.current?.querySelector<HTMLElement>(`[data-facet="${facet}"]`)?.click();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== frame.current) return;
    const isTaken = gridKey(event, place, space, {
      ...deeds,
      move,
      openFilter,
      begin: (text) => (place.row < 0 && text === undefined ? openFilter() : deeds.begin(text)),
      resize: (by) => {
        const own = columns.find(({ column }) => column.id === at.column);
        if (own) resize(at.column, own.width + by);
      },
    });
    if (!isTaken) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPress = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : undefined;
    if (!target || target.closest("button,input,[popover]")) return;
    const id = target.closest("[data-column]")?.getAttribute("data-column");
    const column = order.find((one) => one === id);
    const index = target.closest("[data-row]")?.getAttribute("data-row");
    // Cells take the focus when they are pressed; the keys are the grid's.
    if (event.type === "click") frame.current?.focus({ preventScroll: true });
    if (column) press(index == null ? undefined : rows[Number(index)], column, event);
  };
  // The row that is edited, and the one under the cursor, stay drawn wherever the others are scrolled to.
  const apart = [...new Set([rowAt, editedAt])]
    .filter((index) => index >= 0 && !down.items.some((item) => item.index === index))
    .map((index) => ({ index, start: index * rowHeight }));
  const lines = [...down.items, ...apart];
  const sheetWidth = placed.pinnedWidth + across.total;
  const selectState =
    selection.size === 0 ? "none" : rows.length > 0 && selection.size >= rows.length ? "all" : "some";
  const head = (one: DrawnColumn) => (
    <HeadCell
      key={one.column.id}
      drawn={one}
      gridId={gridId}
      isActive={rowAt < 0 && at.column === one.column.id}
      isSelected={selectedColumn === one.column.id}
      facet={one.column.facet && facets[one.column.facet]}
      resize={(next) => resize(one.column.id, next)}
      state={one.column.id === "select" ? selectState : undefined}
    />
  );
  return (
    <div
      ref={frame}
      role="grid"
      tabIndex={0}
      className={classes.frame}
      aria-label={label}
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      aria-colcount={order.length}
      aria-activedescendant={`${gridId}-active`}
      onKeyDown={onKeyDown}
      onClick={onPress}
      onDoubleClick={onPress}
      onCopy={onCopy}
      onPaste={onPaste}
    >
      <div className={classes.sheet} style={{ width: sheetWidth }} role="rowgroup">
        <div className={classes.head} role="row" tabIndex={-1} aria-rowindex={1}>
          <div className={classes.pinned} style={{ width: placed.pinnedWidth }}>
            {placed.pinned.map(head)}
          </div>
          {stableDrawn.map(head)}
        </div>
        <div className={classes.body} style={{ height: down.total }}>
          {lines.map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            const isSelected = selection.has(row.id);
            return (
              <GridRow
                key={row.id}
                row={row}
                index={index}
                top={start}
                pinned={stablePinned}
                pinnedWidth={placed.pinnedWidth}
                across={stableDrawn}
                gridId={gridId}
                isSelected={isSelected}
                active={index === rowAt ? at.column : undefined}
                selectedColumn={selectedColumn}
                edited={index === editedAt ? edited?.column : undefined}
                typed={index === editedAt ? typed : ""}
                label={t(isSelected ? "selected" : "notSelected", { column: row.column })}
                {...facts(row)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The same list as long as the same columns stand in the same places: scrolling down draws no row again. */
function useSame(columns: readonly DrawnColumn[]): readonly DrawnColumn[] {
  const [kept, setKept] = useState(columns);
  const isSame =
    kept.length === columns.length &&
    kept.every((one, at) => {
      const other = columns[at];
      return (
        one.column === other?.column &&
        one.left === other.left &&
        one.width === other.width &&
        one.place === other.place
      );
    });
  if (!isSame) setKept(columns);
  return isSame ? kept : columns;
}

/** Where a row stands among those in sight; below 0 where it is not among them. */
const placeOf = (rows: readonly ColumnRow[], id: string): number => rows.findIndex((row) => row.id === id);
