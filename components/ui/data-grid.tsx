// biome-ignore-all lint/a11y/useSemanticElements: rows and columns are virtual and placed by transform, which a table cannot be
"use client";

import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import classes from "./data-grid.module.css";
import { gridMove } from "./grid-moves.ts";
import { useWindow } from "./use-window.ts";

export interface GridColumn {
  readonly name: string;
  readonly type?: string;
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
const rowHeight = 32;
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
  headHeight = 48,
  cell,
  rowNumber = (row) => firstRow + row,
}: {
  label: string;
  columns: readonly GridColumn[];
  rows: readonly (readonly unknown[])[];
  /** Rows there are in all, of which these are the first. */
  total?: number;
  firstRow?: number;
  height?: number;
  headHeight?: number;
  cell?: (row: number, column: number) => GridCell | undefined;
  rowNumber?: (row: number) => number;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState({ row: 0, column: 0 });
  const down = useWindow({ frame, count: rows.length, size: rowHeight, lead: headHeight, beyond: 8 });
  const across = useWindow({
    frame,
    count: columns.length,
    size: columnWidth,
    lead: indexWidth,
    beyond: 3,
    isAcross: true,
  });
  const move = (row: number, column: number) => {
    setActive({ row, column });
    down.show(row);
    across.show(column);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(height / rowHeight) - 2);
    const step = gridMove(event.key, event.ctrlKey, active, {
      rows: rows.length,
      columns: columns.length,
      page,
    });
    if (!step) return;
    event.preventDefault();
    move(step.row, step.column);
  };
  const width = across.total + indexWidth;
  const visibleColumns = across.items;
  return (
    <div
      ref={frame}
      className={classes.frame}
      style={{ maxHeight: height, height: Math.min(height, rows.length * rowHeight + headHeight + 18) }}
      role="grid"
      aria-label={label}
      aria-rowcount={(total ?? rows.length) + 1}
      aria-colcount={columns.length + 1}
      aria-readonly
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
                className={classes.headCell}
                role="columnheader"
                tabIndex={-1}
                aria-colindex={item.index + 2}
                style={{ left: item.start + indexWidth, width: columnWidth }}
              >
                <div className={classes.headName} title={column.name}>
                  {column.name}
                </div>
                <div className={classes.headType}>{column.type}</div>
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
              style={{ transform: `translateY(${line.start}px)` }}
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
                const isActive = active.row === line.index && active.column === item.index;
                return (
                  <div
                    key={item.index}
                    role="gridcell"
                    tabIndex={-1}
                    aria-colindex={item.index + 2}
                    aria-selected={isActive}
                    className={`${classes.cell} ${numeric.test(type) ? classes.numeric : ""} ${mono.test(type) ? classes.mono : ""} ${isActive ? classes.active : ""} ${drawn?.className ?? ""}`}
                    style={{ left: item.start + indexWidth, width: columnWidth }}
                    title={drawn?.title ?? (value == null ? undefined : String(value))}
                    onClick={() => setActive({ row: line.index, column: item.index })}
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
    </div>
  );
}
