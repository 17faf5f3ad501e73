// biome-ignore-all lint/a11y/useSemanticElements: rows and columns are virtual and placed by transform, which a table cannot be
"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { useScope } from "../shell/keys/scopes.ts";
import { CellTip, cellId } from "./cell-tip.tsx";
import classes from "./data-grid.module.css";
import { type GridPlace, gridMove } from "./grid-moves.ts";
import { useWindow } from "./use-window.ts";

export interface GridColumn {
  readonly name: string;
  readonly type?: string;
  /** In pixels, where it is not as wide as the others. */
  readonly width?: number;
  /** Under the name: a small distribution. */
  readonly extra?: ReactNode;
}

/** How a cell is drawn, where it is more than its value. */
export interface GridCell {
  readonly content: ReactNode;
  readonly className?: string | undefined;
  readonly title?: string | undefined;
}

const columnWidth = 168;
const indexWidth = 52;
const numeric = /^(integer|decimal|float|bigint|double)/i;
const mono = /^(uuid|date|time|json|binary)/i;

/**
 * A grid of data, virtual in both directions: 1,500 columns cost what is visible. One tab stop; arrows, Home, End,
 * PageUp and PageDown move the cell (APG grid).
 */
export function DataGrid({
  label,
  columns,
  rows,
  total,
  firstRow = 1,
  height = 560,
  rowHeight = 32,
  headHeight = 48,
  cell,
  tipOf,
  current,
  chooseColumn,
  rowNumber = (row) => firstRow + row,
}: {
  label: string;
  columns: readonly GridColumn[];
  rows: readonly (readonly unknown[])[];
  /** Rows there are in all, of which these are the first. */
  total?: number;
  firstRow?: number;
  /** At most so many pixels, or all that there is around it. */
  height?: number | "fill";
  rowHeight?: number;
  headHeight?: number;
  cell?: (row: number, column: number) => GridCell | undefined;
  /** What a cell has to say beside its value, shown on hover and focus instead of a title. */
  tipOf?: (place: GridPlace) => ReactNode;
  /** The column that is chosen elsewhere: marked, and scrolled into view when another one is. */
  current?: number | undefined;
  /** Chooses a column by its header, or by Enter in one of its cells. */
  chooseColumn?: ((column: number) => void) | undefined;
  rowNumber?: (row: number) => number;
}) {
  const id = useId();
  useScope("grid");
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState({ row: 0, column: 0 });
  const isFilling = height === "fill";
  const sizes = useMemo(
    () =>
      columns.some(({ width }) => width) ? columns.map(({ width }) => width ?? columnWidth) : columnWidth,
    [columns],
  );
  const down = useWindow({ frame, count: rows.length, size: rowHeight, lead: headHeight, beyond: 8 });
  const across = useWindow({
    frame,
    count: columns.length,
    size: sizes,
    lead: indexWidth,
    beyond: 3,
    isAcross: true,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was scrolled away from stays away until another is chosen
  useEffect(() => {
    if (current !== undefined) across.show(current);
  }, [current]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && chooseColumn) {
      event.preventDefault();
      chooseColumn(active.column);
      return;
    }
    const seen = isFilling ? down.length + headHeight : height;
    const page = Math.max(1, Math.floor(seen / rowHeight) - 2);
    const step = gridMove(event.key, event.ctrlKey, active, {
      rows: rows.length,
      columns: columns.length,
      page,
    });
    if (!step) return;
    event.preventDefault();
    // One that was pressed has the focus, and may be scrolled out of what is drawn.
    frame.current?.focus({ preventScroll: true });
    setActive(step);
    down.show(step.row);
    across.show(step.column);
  };
  const width = across.total + indexWidth;
  const visibleColumns = across.items;
  const isDrawn =
    down.items.some(({ index }) => index === active.row) &&
    visibleColumns.some(({ index }) => index === active.column);
  return (
    <div
      ref={frame}
      className={`${classes.frame} ${isFilling ? classes.filling : ""}`}
      style={
        isFilling
          ? undefined
          : { maxHeight: height, height: Math.min(height, rows.length * rowHeight + headHeight + 18) }
      }
      role="grid"
      aria-label={label}
      aria-rowcount={(total ?? rows.length) + 1}
      aria-colcount={columns.length + 1}
      aria-readonly
      aria-activedescendant={isDrawn ? cellId(id, active) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={classes.sheet} style={{ width }} role="rowgroup">
        <div
          className={classes.head}
          style={{ height: headHeight }}
          role="row"
          aria-rowindex={1}
          tabIndex={-1}
        >
          <span className={classes.corner} role="columnheader" aria-colindex={1} tabIndex={-1}>
            <span style={{ position: "absolute", clipPath: "inset(50%)" }}>№</span>
          </span>
          {visibleColumns.map((item) => {
            const column = columns[item.index];
            return column ? (
              <div
                key={item.index}
                className={`${classes.headCell} ${chooseColumn ? classes.choosable : ""}`}
                role="columnheader"
                tabIndex={-1}
                aria-colindex={item.index + 2}
                aria-current={item.index === current || undefined}
                style={{ left: item.start + indexWidth, width: across.track.sizeOf(item.index) }}
                onClick={chooseColumn && (() => chooseColumn(item.index))}
                onKeyDown={onKeyDown}
              >
                <div className={classes.headLine}>
                  <span className={classes.headName} title={column.name}>
                    {column.name}
                  </span>
                  <span className={classes.headType}>{column.type}</span>
                </div>
                {column.extra ? <div className={classes.headExtra}>{column.extra}</div> : null}
              </div>
            ) : null;
          })}
        </div>
        <div className={classes.body} style={{ height: down.total }}>
          {down.items.map((line) => (
            <div
              key={line.index}
              className={classes.row}
              role="row"
              tabIndex={-1}
              aria-rowindex={firstRow + line.index + 1}
              style={{
                transform: `translateY(${line.start}px)`,
                height: rowHeight,
                lineHeight: `${rowHeight - 1}px`,
              }}
            >
              <span
                className={`${classes.cell} ${classes.index}`}
                role="rowheader"
                aria-colindex={1}
                tabIndex={-1}
              >
                {rowNumber(line.index)}
              </span>
              {visibleColumns.map((item) => {
                const value = rows[line.index]?.[item.index];
                const type = columns[item.index]?.type ?? "";
                const drawn = cell?.(line.index, item.index);
                const place = { row: line.index, column: item.index };
                const isActive = active.row === place.row && active.column === place.column;
                const title = drawn?.title ?? (tipOf || value == null ? undefined : String(value));
                return (
                  <div
                    key={item.index}
                    id={cellId(id, place)}
                    data-cell={`${place.row}:${place.column}`}
                    role="gridcell"
                    tabIndex={-1}
                    aria-colindex={item.index + 2}
                    aria-selected={isActive}
                    aria-describedby={tipOf && isActive ? `${id}-tip` : undefined}
                    className={`${classes.cell} ${numeric.test(type) ? classes.numeric : ""} ${mono.test(type) ? classes.mono : ""} ${isActive ? classes.active : ""} ${drawn?.className ?? ""}`}
                    style={{ left: item.start + indexWidth, width: across.track.sizeOf(item.index) }}
                    title={title}
                    onClick={() => setActive(place)}
                    onKeyDown={onKeyDown}
                  >
                    {drawn?.content ??
                      (value == null ? <span className={classes.null}>null</span> : String(value))}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      </div>
      {tipOf ? <CellTip frame={frame} grid={id} active={active} tipOf={tipOf} /> : null}
    </div>
  );
}
