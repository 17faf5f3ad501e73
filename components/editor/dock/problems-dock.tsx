"use client";

import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import { placeOf } from "../frame/problem-places.ts";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./dock.module.css";

/** Every problem of the draft; pressing one chooses what it is about, in whichever view is open. */
export function ProblemsDock() {
  const t = useTranslations("editor");
  const locale = useLocale() as Locale;
  const { diagnostics, draft } = useEditor();
  const { select } = useSelection();
  if (diagnostics.length === 0)
    return (
      <p className={classes.none}>
        <IconCircleCheck size={16} aria-hidden />
        {t("noProblems")}
      </p>
    );
  return (
    <ul className={classes.list}>
      {diagnostics.map((one, index) => {
        const place = placeOf(draft, one);
        const Icon = one.severity === "error" ? IconCircleX : IconAlertTriangle;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two problems may be equal in all but order
          <li key={`${one.code}:${one.path.join("/")}:${index}`}>
            <button type="button" className={classes.line} disabled={!place} onClick={() => select(place)}>
              <Icon
                size={16}
                color={one.severity === "error" ? "var(--bad)" : "var(--warn)"}
                aria-label={t(one.severity === "error" ? "error" : "warning")}
              />
              <span className={classes.text}>{one.message[locale]}</span>
              <code className={classes.place}>
                {place ? [place.table, place.column].filter(Boolean).join(".") : one.path.join("/")}
              </code>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
