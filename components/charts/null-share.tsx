"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatShare } from "../ui/format.ts";
import classes from "./charts.module.css";

/** Empty values before over after, as two thin bars and the later figure. */
export function NullShare({ before, after }: { before: number; after: number }) {
  const locale = useLocale();
  const t = useTranslations("versions");
  const label = t("nullShareLabel", {
    before: formatShare(before, locale),
    after: formatShare(after, locale),
  });
  return (
    <span title={label} style={{ whiteSpace: "nowrap" }}>
      <span className={classes.null} aria-hidden>
        <span>
          <i className={classes.before} style={{ width: `${before * 100}%` }} />
        </span>
        <span>
          <i className={classes.after} style={{ width: `${after * 100}%` }} />
        </span>
      </span>{" "}
      <span className="number">
        {formatShare(before, locale)} → {formatShare(after, locale)}
      </span>
    </span>
  );
}
