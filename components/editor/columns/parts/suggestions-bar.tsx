"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import { TickField } from "../../../fields/tick-field.tsx";
import { usePythonProgress } from "../../../preview/python-progress.ts";
import { PythonWaiting } from "../../../preview/python-waiting.tsx";
import { Button } from "../../../ui/button.tsx";
import { EnvironmentTag } from "../../../ui/environment-tag.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Progress } from "../../../ui/progress.tsx";
import type { Suggestions } from "../use-suggestions.ts";
import classes from "./suggestions-bar.module.css";

/** Runs detection table by table and says how far it is; accepting is a step of its own. */
export function SuggestionsBar({
  suggestions,
  tables,
  acceptAll,
}: {
  suggestions: Suggestions;
  /** The tables of the rows that the filters show. */
  tables: readonly string[];
  /** Accepts what is suggested for the rows that the filters show. */
  acceptAll: { readonly count: number; readonly accept: () => void };
}) {
  const t = useTranslations("editor.grid");
  const proposals = useTranslations("proposals");
  const locale = useLocale() as Locale;
  const python = usePythonProgress();
  const { running, isAll, setAll, run, stop, skipped, error, looked, found } = suggestions;
  return (
    <section className={classes.bar} aria-label={t("suggestions")}>
      <div className={classes.line}>
        {running ? (
          <Button variant="default" size="compact" onClick={stop}>
            {proposals("cancel")}
          </Button>
        ) : (
          <Button variant="default" size="compact" disabled={tables.length === 0} onClick={() => run(tables)}>
            {t("suggestRun", { count: tables.length })}
          </Button>
        )}
        <TickField
          label={proposals("all")}
          checked={isAll}
          onChange={setAll}
          disabled={running !== undefined}
        />
        {acceptAll.count > 0 && !running ? (
          <Button size="compact" onClick={acceptAll.accept}>
            {proposals("acceptAll", { count: acceptAll.count })}
          </Button>
        ) : null}
        <EnvironmentTag name={suggestions.environment} />
        <span className={classes.hint} role="status">
          {running
            ? proposals("looking", running)
            : looked === 0
              ? proposals("suggestHint")
              : found.size > 0
                ? t("suggestFound", { count: found.size })
                : error
                  ? ""
                  : proposals("noneText")}
        </span>
        {running ? (
          <span className={classes.progress}>
            <Progress value={(100 * running.done) / running.total} label={t("suggestions")} />
          </span>
        ) : null}
      </div>
      {running && python ? <PythonWaiting progress={python} /> : null}
      {error ? <ErrorState error={error} /> : null}
      {skipped.length > 0 ? (
        <details className={classes.skipped}>
          <summary>{t("suggestSkipped", { count: skipped.length })}</summary>
          {skipped.map((one) => (
            <p key={one.table}>
              <code>{one.table}</code>: {one.skipped?.[locale]}
            </p>
          ))}
        </details>
      ) : null}
    </section>
  );
}
