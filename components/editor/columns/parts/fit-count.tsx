"use client";

import { useTranslations } from "next-intl";
import { type Misfit, sorted } from "../model/fits.ts";
import type { ColumnRow } from "../model/rows.ts";
import classes from "./rule-dialog.module.css";

/** For how many of the chosen columns a rule would be taken, before it is. */
export function FitCount({
  rows,
  misfit,
}: {
  rows: readonly ColumnRow[];
  misfit: (row: ColumnRow) => Misfit;
}) {
  const t = useTranslations("editor.grid");
  const { fitting } = sorted(rows, misfit);
  return (
    <p className={fitting.length < rows.length ? classes.misfit : classes.summary} role="status">
      {t("fitCount", { fitting: fitting.length, count: rows.length })}
    </p>
  );
}
