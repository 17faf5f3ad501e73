"use client";

import { useTranslations } from "next-intl";
import type { PatternMatch } from "../model/pattern-matches.ts";
import classes from "./patterns-dialog.module.css";

/** More are counted only. */
const most = 200;

/** The columns that a pattern fits, with what each takes from it. */
export function PatternMatches({ matches }: { matches: readonly PatternMatch[] }) {
  const t = useTranslations("editor.grid");
  return (
    <section aria-label={t("patternMatches", { count: matches.length })}>
      <div className={classes.label} role="status">
        {t("patternMatches", { count: matches.length })}
      </div>
      {matches.length > 0 ? (
        <ul className={classes.matches}>
          {matches.slice(0, most).map(({ row, taken }) => (
            <li key={row.id}>
              <code>
                {row.table}.{row.column}
              </code>
              <span className={taken.length === 0 ? classes.nothing : undefined}>
                {taken.length === 0
                  ? t("patternNothing")
                  : taken.map((member) => t(`patternMember.${member}`)).join(", ")}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
