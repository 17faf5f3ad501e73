"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Reports } from "#lib/contracts";
import { CoarseCount } from "../ui/coarse-count.tsx";
import { formatNumber } from "../ui/format.ts";
import classes from "./charts.module.css";

type Column = NonNullable<Reports["privacy"]["tables"][number]["generalization"]>["columns"][number];

/** How far a column went up its hierarchy: one level, or rows by level, the finest the fullest of colour. */
export function LevelBar({ level, levels, distribution }: Column) {
  const locale = useLocale();
  const t = useTranslations("versions");
  const top = Math.max(1, levels - 1);
  if (!distribution)
    return (
      <span className={classes.level}>
        <span className={classes.riskBar} aria-hidden>
          <span className={classes.after} style={{ width: `${(level / top) * 100}%` }} />
        </span>
        {t("levelOf", { level, top: levels - 1 })}
      </span>
    );
  return (
    <span className={classes.levels}>
      <span className={classes.flow} aria-hidden>
        {distribution.map((one) => (
          <span
            key={one.level}
            className={classes.after}
            style={{
              flexGrow: typeof one.rows === "number" ? one.rows : one.rows.fewerThan - 1,
              opacity: 1 - (one.level / top) * 0.8,
            }}
            title={t("levelOf", { level: one.level, top: levels - 1 })}
          />
        ))}
      </span>
      <span className={classes.legend}>
        {distribution.map((one) => (
          <span key={one.level}>
            {t("levelRows", { level: one.level })} <CoarseCount value={one.rows} />
          </span>
        ))}
        <span>{t("levelMean", { level: formatNumber(level, locale), top: levels - 1 })}</span>
      </span>
    </span>
  );
}
