"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Preview, PreviewRow, PreviewRule } from "#lib/contracts";
import { DataGrid, type GridCell, type GridColumn } from "../ui/data-grid.tsx";
import type { GridPlace } from "../ui/grid-moves.ts";
import { CellWords, Value } from "./cell-words.tsx";
import { ColumnHead } from "./column-head.tsx";
import classes from "./preview.module.css";

/** Of a column's name, its quality and its distribution, in pixels. */
export const headHeight = 62;
const rowHeight = 28;

/** What both tables of a preview draw: its columns with their profiles, and how each of its cells came about. */
export function usePreviewCells(preview: Preview) {
  const { columns, rows } = preview;
  const heads = useMemo(
    () =>
      columns.map(
        (column): GridColumn => ({
          name: column.name,
          type: column.datatype,
          extra: <ColumnHead column={column} />,
        }),
      ),
    [columns],
  );
  const rules = useMemo(() => new Map(preview.rules.map((rule) => [rule.ordinal, rule])), [preview]);
  const before = useMemo(() => rows.map((row) => new Map(row.before)), [rows]);
  const wrongIn = (row: PreviewRow, place: number): PreviewRule | undefined => {
    const name = columns[place]?.name;
    return row.violated.map((ordinal) => rules.get(ordinal)).find((rule) => rule?.column === name);
  };
  /** What is known of a cell; undefined outside of the page. */
  const factsOf = (line: number, place: number) => {
    const row = rows[line];
    const column = columns[place];
    if (!row || !column) return undefined;
    return {
      column,
      value: row.after[place],
      before: before[line]?.get(place),
      wrong: wrongIn(row, place),
    };
  };
  return { heads, rules, factsOf };
}

/** Rows as a stage leaves them, changed values marked; what they were is said on hover and focus. */
export function PreviewGrid({
  preview,
  height,
  current,
  choose,
}: {
  preview: Preview;
  height: number | "fill";
  /** The place of the column that is chosen around the preview. */
  current?: number | undefined;
  choose?: ((column: string) => void) | undefined;
}) {
  const t = useTranslations("preview");
  const common = useTranslations("common");
  const { columns, rows } = preview;
  const { heads, factsOf } = usePreviewCells(preview);
  const shownOf = ({ column, value }: NonNullable<ReturnType<typeof factsOf>>) =>
    column.hidden ? t(`hidden.${column.hidden}`) : value;
  const cell = (line: number, place: number): GridCell | undefined => {
    const facts = factsOf(line, place);
    if (!facts) return undefined;
    const { column, before, wrong } = facts;
    return {
      content: <Value value={shownOf(facts)} />,
      className: [
        before === undefined ? "" : classes.changed,
        wrong ? classes.wrong : "",
        column.hidden ? classes.hidden : "",
      ].join(" "),
    };
  };
  const tipOf = ({ row, column }: GridPlace) => {
    const facts = factsOf(row, column);
    if (!facts || (facts.before === undefined && !facts.wrong)) return undefined;
    return <CellWords before={facts.before} after={<Value value={shownOf(facts)} />} wrong={facts.wrong} />;
  };
  return (
    <DataGrid
      label={t("gridLabel", { table: preview.table, stage: common(`stage.${preview.stage}`) })}
      height={height}
      rowHeight={rowHeight}
      headHeight={headHeight}
      total={preview.counts.kept}
      firstRow={preview.offset + 1}
      columns={heads}
      rows={rows.map((row) => row.after)}
      cell={cell}
      tipOf={tipOf}
      current={current}
      chooseColumn={choose && ((place) => choose(columns[place]?.name ?? ""))}
      rowNumber={(line) => rows[line]?.number ?? line + 1}
    />
  );
}
