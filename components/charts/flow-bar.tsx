"use client";

import { useLocale, useTranslations } from "next-intl";
import type { TableCounts } from "#lib/contracts";
import { formatNumber, formatShare } from "../ui/format.ts";
import classes from "./charts.module.css";

const parts = ["published", "rejected", "deduplicated", "suppressed"] as const;

/** What became of a table's rows: every transformed row is in exactly one part. */
export function FlowBar({ counts, legend = true }: { counts: TableCounts; legend?: boolean }) {
  const locale = useLocale();
  const t = useTranslations("common");
  const whole = Math.max(1, counts.transformed + (counts.carried ?? 0));
  const present = parts.filter((part) => part === "published" || counts[part] > 0);
  return (
    <div>
      <div
        className={classes.flow}
        role="img"
        aria-label={present.map((p) => `${t(`rows.${p}`)} ${formatNumber(counts[p], locale)}`).join(", ")}
      >
        {present
          .filter((part) => counts[part] > 0)
          .map((part) => (
            <span
              key={part}
              className={classes[part]}
              style={{ flexGrow: counts[part] }}
              title={`${t(`rows.${part}`)}: ${formatNumber(counts[part], locale)}`}
            />
          ))}
      </div>
      {legend ? (
        <ul className={classes.legend}>
          {present.map((part) => (
            <li key={part}>
              <span className={`${classes.swatch} ${classes[part]}`} aria-hidden />
              {t(`rows.${part}`)} {formatNumber(counts[part], locale)}
              <span style={{ color: "var(--ink-3)" }}>{formatShare(counts[part] / whole, locale)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
