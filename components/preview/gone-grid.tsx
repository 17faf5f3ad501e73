"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Preview, RowFate } from "#lib/contracts";
import { DataGrid, type GridCell } from "../ui/data-grid.tsx";
import { Tag, type Tone } from "../ui/tag.tsx";
import { Value } from "./cell-words.tsx";
import classes from "./preview.module.css";
import { usePreviewCells } from "./preview-grid.tsx";
import { goneIn } from "./preview-status.tsx";
import { useRuleText } from "./use-rule-text.ts";

const tones: Readonly<Record<RowFate, Tone>> = {
  kept: "good",
  rejected: "bad",
  deduplicated: "idle",
  suppressed: "warn",
};

const reasonWidth = 320;

/** Rows that a rule took out: why, and, for who may see it, what they held before. */
export function GoneGrid({ preview, height }: { preview: Preview; height: number | "fill" }) {
  const t = useTranslations("preview");
  const common = useTranslations("common");
  const ruleText = useRuleText();
  const { rows } = preview;
  const { heads, rules, factsOf } = usePreviewCells(preview);
  // Of rows that are gone, nobody else sees a value: their reasons alone are shown.
  const columns = useMemo(
    () => [{ name: t("reason"), width: reasonWidth }, ...(preview.raw ? heads : [])],
    [heads, preview.raw, t],
  );
  const reasonOf = (line: number): string => {
    const rule = rules.get(rows[line]?.reason ?? -1);
    return rule ? ruleText(rule) : "";
  };
  const cell = (line: number, place: number): GridCell | undefined => {
    const fate = rows[line]?.fate ?? "rejected";
    if (place === 0)
      return {
        content: (
          <>
            <Tag tone={tones[fate]}>{t(`fates.${fate}`)}</Tag> {reasonOf(line)}
          </>
        ),
        title: reasonOf(line),
      };
    const facts = factsOf(line, place - 1);
    if (!facts) return undefined;
    const value = facts.before === undefined ? facts.value : facts.before;
    return {
      content: <Value value={value} />,
      className: facts.wrong ? classes.wrong : "",
      title: [value ?? "null", facts.wrong ? ruleText(facts.wrong) : ""].filter(Boolean).join(" · "),
    };
  };
  return (
    <DataGrid
      label={t("goneLabel", { table: preview.table, stage: common(`stage.${preview.stage}`) })}
      height={height}
      rowHeight={28}
      headHeight={preview.raw ? 62 : 32}
      total={goneIn(preview)}
      firstRow={preview.offset + 1}
      columns={columns}
      rows={rows.map((row) => [row.fate, ...row.after])}
      cell={cell}
      rowNumber={(line) => rows[line]?.number ?? line + 1}
    />
  );
}
