"use client";

import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconLoader2,
  IconLock,
  IconLockOpen2,
} from "@tabler/icons-react";
import { useFormatter, useTranslations } from "next-intl";
import { memo } from "react";
import classes from "./canvas.module.css";
import { stagePlace } from "./steps-layout.ts";
import { useStageText } from "./use-stage-text.ts";
import type { StageView } from "./use-steps.ts";

const runIcons = { done: IconCircleCheck, running: IconLoader2, failed: IconCircleX } as const;

/** Rows before and after; one figure where none left. */
function Rows({ run }: { run: StageView["run"] }) {
  const t = useTranslations("editor.canvas");
  const format = useFormatter();
  const { rowsIn, rowsOut } = run;
  if (rowsOut === undefined) return null;
  return (
    <span className={classes.rows} title={t("run.done")}>
      {rowsIn !== undefined && rowsIn !== rowsOut ? `${format.number(rowsIn)} → ` : ""}
      {format.number(rowsOut)}
    </span>
  );
}

/** What a run does with a table at one stage, and how it went. */
export const StageBox = memo(function StageBox({
  view,
  index,
  isChosen,
  isFar,
  choose,
}: {
  view: StageView;
  index: number;
  isChosen: boolean;
  /** Too small to be read: colours alone. */
  isFar: boolean;
  choose: () => void;
}) {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  const text = useStageText();
  const RunIcon = view.run.state ? runIcons[view.run.state] : undefined;
  const problems = view.errors + view.warnings;
  const words = text.words(view);
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.stage}
      style={{ left: stagePlace(index).x, top: stagePlace(index).y }}
      data-stage={view.id}
      data-chosen={isChosen || undefined}
      data-quiet={view.isQuiet || undefined}
      data-problem={view.errors > 0 ? "error" : view.warnings > 0 ? "warning" : undefined}
      aria-current={isChosen || undefined}
      title={isFar ? `${common(`stage.${view.id}`)}: ${words}` : words}
      onClick={(event) => {
        event.stopPropagation();
        choose();
      }}
    >
      {isFar ? null : (
        <>
          <span className={classes.stageName}>{common(`stage.${view.id}`)}</span>
          <span className={classes.words}>{words}</span>
          <span className={classes.foot}>
            <Rows run={view.run} />
            {view.lock ? (
              <span
                role="img"
                className={view.lock === "changed" ? classes.warn : classes.calm}
                title={text.lock(view)}
                aria-label={text.lock(view)}
              >
                {view.lock === "changed" ? <IconLockOpen2 size={13} /> : <IconLock size={13} />}
              </span>
            ) : null}
            {/* Rows that came out say that it is done. */}
            {RunIcon && view.run.state && !(view.run.state === "done" && view.run.rowsOut !== undefined) ? (
              <span
                role="img"
                className={classes[view.run.state]}
                title={t(`run.${view.run.state}`)}
                aria-label={t(`run.${view.run.state}`)}
              >
                <RunIcon size={13} />
              </span>
            ) : null}
          </span>
        </>
      )}
      {problems > 0 ? (
        <span className={classes.badge} data-problem={view.errors > 0 ? "error" : "warning"}>
          {isFar ? null : <IconAlertTriangle size={11} aria-hidden />}
          {problems}
          <span className={classes.hidden}> {t("problemWord", { count: problems })}</span>
        </span>
      ) : null}
    </button>
  );
});
