"use client";

import { IconCircle, IconCircleCheck, IconCircleX, IconLoader2 } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { StageId } from "#lib/contracts";
import { Duration } from "../ui/figures.tsx";
import classes from "./gantt.module.css";

export interface GanttStage {
  readonly stage: StageId;
  readonly state: "waiting" | "running" | "done" | "failed";
  /** Milliseconds since the run started. */
  readonly from?: number;
  readonly to?: number;
}

const marks = {
  waiting: { icon: IconCircle, color: "var(--ink-3)" },
  running: { icon: IconLoader2, color: "var(--busy)" },
  done: { icon: IconCircleCheck, color: "var(--good)" },
  failed: { icon: IconCircleX, color: "var(--bad)" },
} as const;

/** The stages of a run on one time axis: what took how long, and where it stands. */
export function Gantt({ stages, whole }: { stages: readonly GanttStage[]; whole: number }) {
  const t = useTranslations("common");
  const runs = useTranslations("runs");
  const share = (ms: number) => `${Math.min(100, (ms / Math.max(1, whole)) * 100)}%`;
  return (
    <ol className={classes.gantt}>
      {stages.map((one) => {
        const mark = marks[one.state];
        const from = one.from ?? 0;
        const length = one.from === undefined ? undefined : (one.to ?? whole) - from;
        return (
          <li key={one.stage} className={classes.row}>
            <span className={`${classes.name} ${one.state === "waiting" ? classes.waiting : ""}`}>
              <mark.icon size={15} color={mark.color} aria-hidden />
              {t(`stage.${one.stage}`)}
              <span style={{ position: "absolute", clipPath: "inset(50%)" }}>
                {runs(`stageState.${one.state}`)}
              </span>
            </span>
            <span className={classes.track} aria-hidden>
              {length === undefined ? null : (
                <span
                  className={`${classes.bar} ${classes[one.state]}`}
                  style={{ left: share(from), width: share(length) }}
                />
              )}
            </span>
            <span className={classes.time}>{length === undefined ? "–" : <Duration ms={length} />}</span>
          </li>
        );
      })}
    </ol>
  );
}
