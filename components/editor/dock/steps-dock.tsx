"use client";

import { useLocale, useTranslations } from "next-intl";
import { steps } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./dock.module.css";

/** Every step of this visit, newest first; pressing one goes back, or forth again. */
export function StepsDock() {
  const t = useTranslations("editor");
  const locale = useLocale() as Locale;
  const { state, goTo, mayEdit } = useEditor();
  const { all, current } = steps(state.session.history);
  return (
    <ul className={classes.list}>
      {all
        .map((step, place) => ({ step, place }))
        .toReversed()
        .map(({ step, place }) => (
          <li key={place}>
            <button
              type="button"
              className={classes.line}
              aria-current={place === current ? "step" : undefined}
              data-undone={place > current}
              disabled={!mayEdit}
              onClick={() => goTo(place)}
            >
              <span className={classes.text}>{step.label[locale]}</span>
              {place === current ? <span className={classes.place}>{t("now")}</span> : null}
            </button>
          </li>
        ))}
    </ul>
  );
}
