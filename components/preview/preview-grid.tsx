"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Preview, PreviewRow, PreviewRule, RowFate } from "#lib/contracts";
import { DataGrid, type GridCell, type GridColumn } from "../ui/data-grid.tsx";
import { Tag, type Tone } from "../ui/tag.tsx";
import { ColumnHead } from "./column-head.tsx";
import classes from "./preview.module.css";
import { useRuleText } from "./use-rule-text.ts";

const tones: Readonly<Record<RowFate, Tone>> = {
  kept: "good",
  rejected: "bad",
  deduplicated: "idle",
  suppressed: "warn",
};

const headHeight = 104;

function Value({ value }: { value: string | null | undefined }) {
  return value == null ? <span className={classes.null}>null</span> : value;
}

/** Rows as a stage leaves them: first what became of each, then its values, changed ones with what they were. */
export function PreviewGrid({ preview, withBefore }: { preview: Preview; withBefore: boolean }) {
  const t = useTranslations("preview");
  const common = useTranslations("common");
  const ruleText = useRuleText();
  const { columns, rows } = preview;
  const rules = useMemo(() => new Map(preview.rules.map((rule) => [rule.ordinal, rule])), [preview]);
  const before = useMemo(() => rows.map((row) => new Map(row.before)), [rows]);
  const heads: readonly GridColumn[] = [
    { name: t("fate") },
    ...columns.map((column) => ({
      name: column.name,
      type: column.datatype,
      extra: <ColumnHead column={column} />,
    })),
  ];
  const fateCell = (row: PreviewRow): GridCell => {
    const rule = row.reason === undefined ? undefined : rules.get(row.reason);
    return {
      content: (
        <>
          <Tag tone={tones[row.fate]}>{t(`fates.${row.fate}`)}</Tag> {rule ? ruleText(rule) : null}
        </>
      ),
      title: rule ? ruleText(rule) : undefined,
    };
  };
  const wrongIn = (row: PreviewRow, column: string): PreviewRule | undefined =>
    row.violated.map((ordinal) => rules.get(ordinal)).find((rule) => rule?.column === column);
  const cell = (line: number, place: number): GridCell | undefined => {
    const row = rows[line];
    if (!row) return undefined;
    if (place === 0) return fateCell(row);
    const column = columns[place - 1];
    const was = before[line]?.get(place - 1);
    const isChanged = was !== undefined;
    const wrong = wrongIn(row, column?.name ?? "");
    const value = row.after[place - 1];
    const isGone = row.fate !== "kept" && value == null;
    const now = column?.hidden ? t(`hidden.${column.hidden}`) : value;
    const words = [
      isChanged ? `${was ?? "null"} → ${isGone ? t("gone") : (now ?? "null")}` : (now ?? "null"),
      wrong ? ruleText(wrong) : "",
    ];
    const shown = isGone ? t("gone") : <Value value={now} />;
    return {
      content:
        isChanged && withBefore ? (
          <>
            <span className={classes.before}>{was ?? "null"}</span>
            {" → "}
            {shown}
          </>
        ) : (
          shown
        ),
      className: [
        isChanged && !isGone ? classes.changed : "",
        wrong ? classes.wrong : "",
        isGone || column?.hidden ? classes.gone : "",
      ].join(" "),
      title: words.filter(Boolean).join(" · "),
    };
  };
  return (
    <DataGrid
      label={t("gridLabel", { table: preview.table, stage: common(`stage.${preview.stage}`) })}
      headHeight={headHeight}
      total={preview.sample.rows}
      columns={heads}
      rows={rows.map((row) => [row.fate, ...row.after])}
      cell={cell}
      rowNumber={(line) => rows[line]?.number ?? line + 1}
    />
  );
}
