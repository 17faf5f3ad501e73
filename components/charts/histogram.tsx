"use client";

import { useLocale, useTranslations } from "next-intl";
import type { CoarseCount, Histogram as HistogramData } from "#lib/contracts";
import { formatNumber } from "../ui/format.ts";
import classes from "./charts.module.css";

/** The published distribution of a column: small in a header, larger in a panel. Bins below k are named, never drawn. */
export function Histogram({
  data,
  height = 28,
  axis = true,
}: {
  data: HistogramData;
  height?: number;
  axis?: boolean;
}) {
  const locale = useLocale();
  const t = useTranslations("versions");
  const most = Math.max(1, ...data.bins.map((bin) => bin.rows));
  const other = data.other;
  const rest = otherText(other, locale);
  if (data.kind === "category")
    return (
      <div className={classes.categories}>
        {data.bins.slice(0, 5).map((bin) => (
          <div className={classes.category} key={bin.label ?? ""}>
            <span className={classes.categoryLabel} title={bin.label}>
              {bin.label}
            </span>
            <span className={classes.categoryBar} style={{ width: `${(bin.rows / most) * 100}%` }} />
            <span className="number">{formatNumber(bin.rows, locale)}</span>
          </div>
        ))}
        {rest ? <div className={classes.axis}>{t("histogramOther", { count: rest })}</div> : null}
      </div>
    );
  const first = data.bins[0];
  const last = data.bins[data.bins.length - 1];
  return (
    <div>
      <div
        className={classes.bars}
        style={{ height }}
        role="img"
        aria-label={t("histogramLabel", {
          from: first?.from ?? "",
          to: last?.to ?? "",
          count: data.bins.length,
        })}
      >
        {data.bins.map((bin) => (
          <span
            key={`${bin.from}`}
            className={classes.bar}
            title={`${bin.from} – ${bin.to}: ${formatNumber(bin.rows, locale)}`}
            style={{ height: `${(bin.rows / most) * 100}%` }}
          />
        ))}
      </div>
      {axis ? (
        <div className={classes.axis}>
          <span>{first?.from}</span>
          <span>{last?.to}</span>
        </div>
      ) : null}
    </div>
  );
}

const otherText = (other: CoarseCount, locale: string): string =>
  typeof other === "number"
    ? other === 0
      ? ""
      : formatNumber(other, locale)
    : `< ${formatNumber(other.fewerThan, locale)}`;
