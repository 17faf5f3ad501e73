"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatShare } from "../ui/format.ts";
import classes from "./charts.module.css";

interface Risk {
  readonly prosecutor: number;
  readonly journalist: number;
  readonly marketer: number;
  readonly uniqueShare: number;
}

const kinds = ["prosecutor", "journalist", "marketer", "uniqueShare"] as const;

/** The risk of being recognised, before beside after, on one scale. */
export function RiskBars({ before, after }: { before?: Risk; after?: Risk }) {
  const locale = useLocale();
  const t = useTranslations("versions");
  const share = (value: number | undefined) => (value === undefined ? "–" : formatShare(value, locale));
  return (
    <div>
      <div className={classes.risk}>
        {kinds.map((kind) => (
          <div key={kind} style={{ display: "contents" }}>
            <span title={t(`riskHelp.${kind}`)}>{t(`risk.${kind}`)}</span>
            <span className={classes.riskBar} aria-hidden>
              <span className={classes.before} style={{ width: `${(before?.[kind] ?? 0) * 100}%` }} />
              <span className={classes.after} style={{ width: `${(after?.[kind] ?? 0) * 100}%` }} />
            </span>
            <span className={classes.riskValue}>
              <span className={classes.riskOld}>{share(before?.[kind])}</span> → <b>{share(after?.[kind])}</b>
            </span>
          </div>
        ))}
      </div>
      <ul className={classes.legend}>
        <li>
          <span className={`${classes.swatch} ${classes.before}`} aria-hidden />
          {t("before")}
        </li>
        <li>
          <span className={`${classes.swatch} ${classes.after}`} aria-hidden />
          {t("after")}
        </li>
      </ul>
    </div>
  );
}
