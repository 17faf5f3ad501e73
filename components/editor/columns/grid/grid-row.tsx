// biome-ignore-all lint/a11y/useSemanticElements: rows and columns are virtual and placed by transform, which a table cannot be
"use client";

import { memo } from "react";
import type { CellProps } from "./cell-props.ts";
import { cells } from "./cells.tsx";
import type { GridColumn, GridColumnId } from "./columns.ts";
import { EditedCell } from "./edited-cell.tsx";
import classes from "./grid.module.css";

/** A column of the grid where it is drawn. */
export interface DrawnColumn {
  readonly column: GridColumn;
  /** Its place among all, from 1. */
  readonly place: number;
  readonly left: number;
  readonly width: number;
}

interface Props extends CellProps {
  /** Its place among the rows in sight of the filters, from 0. */
  readonly index: number;
  readonly top: number;
  readonly pinned: readonly DrawnColumn[];
  readonly pinnedWidth: number;
  readonly across: readonly DrawnColumn[];
  readonly gridId: string;
  readonly active: GridColumnId | undefined;
  readonly selectedColumn: GridColumnId | undefined;
  /** The column that is edited in this row, and what was typed to begin with. */
  readonly edited: GridColumnId | undefined;
  readonly typed: string;
  readonly label: string;
}

/** One row; drawn again only when something of it changes, whatever happens around it. */
export const GridRow = memo(function GridRow({
  index,
  top,
  pinned,
  pinnedWidth,
  across,
  gridId,
  active,
  selectedColumn,
  edited,
  typed,
  label,
  ...props
}: Props) {
  const { row, isSelected } = props;
  const drawCell = ({ column, place, left, width }: DrawnColumn) => {
    const { id, isNumeric } = column;
    const Content = cells[id];
    const isActive = active === id;
    return (
      <div
        key={id}
        id={isActive ? `${gridId}-active` : undefined}
        role="gridcell"
        tabIndex={-1}
        aria-colindex={place}
        aria-selected={isSelected || selectedColumn === id}
        aria-label={id === "select" ? label : undefined}
        data-column={id}
        className={`${classes.cell} ${isNumeric ? classes.numeric : ""} ${isActive ? classes.active : ""} ${selectedColumn === id ? classes.inColumn : ""}`}
        style={{ left, width }}
      >
        {edited === id ? <EditedCell row={row} column={id} typed={typed} /> : <Content {...props} />}
      </div>
    );
  };
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-row={index}
      className={`${classes.row} ${isSelected ? classes.selected : ""}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div className={classes.pinned} style={{ width: pinnedWidth }}>
        {pinned.map(drawCell)}
      </div>
      {across.map(drawCell)}
    </div>
  );
});
