"use client";

import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import classes from "./data-table.module.css";

export interface Column<Row> {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: "number" | "center";
  /** What the column sorts by; absent where order has no meaning. */
  readonly sort?: (row: Row) => string | number;
  readonly width?: number | string;
  /** Pixels below which it scrolls rather than shrinks: for what is chosen or typed in. */
  readonly minWidth?: number;
}

/** A dense list: 32 px rows, sticky header, numbers to the right, sorting by header. For what fits a page; grids of data are virtual. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  isSelected,
  height,
  top = false,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  isSelected?: (row: Row) => boolean;
  height?: number;
  top?: boolean;
}) {
  const [order, setOrder] = useState<{ id: string; down: boolean }>();
  const t = useTranslations("common");
  const sortBy = columns.find((column) => column.id === order?.id)?.sort;
  const shown = sortBy
    ? [...rows].sort((a, b) => compare(sortBy(a), sortBy(b)) * (order?.down ? -1 : 1))
    : rows;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would become a landmark for every table
    <div
      className={classes.frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      role="group"
      aria-label={label}
      style={height ? { maxHeight: height } : undefined}
    >
      <table className={`${classes.table} ${top ? classes.top : ""}`} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={column.align ? classes[column.align] : undefined}
                style={{ width: column.width, minWidth: column.minWidth }}
                aria-sort={order?.id === column.id ? (order.down ? "descending" : "ascending") : undefined}
              >
                {column.sort ? (
                  <button
                    type="button"
                    className={classes.sort}
                    onClick={() => setOrder({ id: column.id, down: order?.id === column.id && !order.down })}
                  >
                    {column.header}
                    {order?.id === column.id ? (
                      order.down ? (
                        <IconArrowDown size={12} />
                      ) : (
                        <IconArrowUp size={12} />
                      )
                    ) : null}
                  </button>
                ) : column.header === "" ? (
                  <span style={{ position: "absolute", clipPath: "inset(50%)" }}>{t("actions")}</span>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={rowKey(row)} className={isSelected?.(row) ? classes.selected : undefined}>
              {columns.map((column) => (
                <td key={column.id} className={column.align ? classes[column.align] : undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const compare = (a: string | number, b: string | number): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
