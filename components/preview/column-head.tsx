"use client";

import { IconEyeOff } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { PreviewColumn } from "#lib/contracts";
import { formatShare } from "../ui/format.ts";
import classes from "./preview.module.css";

/** Under a column's name: what its rules say of the sample, and how its values lie. */
export function ColumnHead({ column }: { column: PreviewColumn }) {
  const t = useTranslations("preview");
  const locale = useLocale();
  const { valid, error, empty, distinct, nullAfter, histogram } = column.profile;
  const rows = Math.max(1, valid + error + empty);
  const most = Math.max(1, ...(histogram?.bins ?? []).map((bin) => bin.rows));
  const nulls = nullAfter > 0 ? t("nulls", { share: formatShare(nullAfter, locale) }) : "";
  const different = distinct === undefined ? "" : t("distinct", { count: distinct });
  const figures = column.hidden
    ? t(`hidden.${column.hidden}`)
    : [different, nulls].filter(Boolean).join(" · ");
  return (
    <div title={[t("quality", { valid, error, empty }), figures].join(" · ")}>
      <div className={classes.quality} role="img" aria-label={t("quality", { valid, error, empty })}>
        <span className={classes.valid} style={{ width: `${(valid / rows) * 100}%` }} />
        <span className={classes.error} style={{ width: `${(error / rows) * 100}%` }} />
        <span className={classes.empty} style={{ width: `${(empty / rows) * 100}%` }} />
      </div>
      <div className={classes.shape}>
        {histogram ? (
          <div className={classes.bars} aria-hidden>
            {histogram.bins.map((bin) => (
              <span
                key={bin.label ?? bin.from}
                className={classes.bar}
                style={{ height: `${(bin.rows / most) * 100}%` }}
              />
            ))}
          </div>
        ) : null}
        <span className={classes.figures}>
          {column.hidden ? <IconEyeOff size={12} aria-hidden /> : null}
          {figures}
        </span>
      </div>
    </div>
  );
}
