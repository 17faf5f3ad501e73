"use client";

import { useTranslations } from "next-intl";
import { SelectField } from "../../../fields/select-field.tsx";
import { PreviewGrid } from "../../../preview/preview-grid.tsx";
import { SampleFacts } from "../../../preview/preview-status.tsx";
import { usePythonProgress } from "../../../preview/python-progress.ts";
import { PythonWaiting } from "../../../preview/python-waiting.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { Printed } from "./printed.tsx";
import type { ScriptRun } from "./script-runs.ts";
import classes from "./scripts.module.css";

/** Beside the script, which stands above. */
const height = 420;

/** What went in and what came out, side by side; or why nothing did. */
export function ScriptResults({
  table,
  use,
  language,
  result,
  isOld,
  inputs,
  input,
  chooseInput,
}: {
  table: string;
  use: "extraction" | "transformation";
  language: string | undefined;
  result: ScriptRun | undefined;
  /** The script was changed after it ran. */
  isOld: boolean;
  inputs: readonly string[];
  input: string | undefined;
  chooseInput: (table: string) => void;
}) {
  const t = useTranslations("editor.inspect");
  const python = usePythonProgress();
  if (!result) return <p className={classes.hint}>{t("notRunYet")}</p>;
  if (result.state === "running")
    return python ? <PythonWaiting progress={python} /> : <Skeleton height={240} label={t("running")} />;
  return (
    <div className={classes.results} aria-live="polite" data-old={isOld || undefined}>
      {isOld ? (
        <p className={classes.old} role="status">
          {t("resultsOld")}
        </p>
      ) : null}
      {result.error ? <ErrorState error={result.error} /> : null}
      {language === "python" ? (
        <Printed
          key={result.at}
          table={table}
          stage={use === "extraction" ? "extract" : "transform"}
          bytes={result.output?.printed}
        />
      ) : null}
      {result.output ? (
        <div className={result.input ? classes.two : classes.one}>
          {result.input ? (
            <section aria-label={t("scriptInput")} className={classes.side}>
              <div className={classes.sideHead}>
                <h3>{t("scriptInput")}</h3>
                {use === "transformation" && inputs.length > 1 ? (
                  <SelectField
                    aria-label={t("scriptInput")}
                    isSmall
                    data={inputs.map((name) => ({ value: name, label: name }))}
                    value={input ?? ""}
                    onChange={chooseInput}
                  />
                ) : (
                  <code>{result.input.table}</code>
                )}
              </div>
              <PreviewGrid preview={result.input} height={height} />
            </section>
          ) : null}
          <section aria-label={t("scriptOutput")} className={classes.side}>
            <div className={classes.sideHead}>
              <h3>{t("scriptOutput")}</h3>
              <code>{table}</code>
            </div>
            {result.output.raw ? null : <p className={classes.hint}>{t("outputHidden")}</p>}
            <p className={classes.facts}>
              <SampleFacts preview={result.output} asked={result.output.stage} />
            </p>
            <PreviewGrid preview={result.output} height={height} />
          </section>
        </div>
      ) : null}
    </div>
  );
}
