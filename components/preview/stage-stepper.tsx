"use client";

import { IconLock } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { type PreviewStage, previewStageIds } from "#lib/contracts";
import classes from "./preview-bar.module.css";

/** The stages of a run in their order, of which one is looked at; where it is narrow, the others keep their numbers alone. */
export function StageStepper({
  value,
  onChange,
  open,
}: {
  value: PreviewStage;
  onChange: (stage: PreviewStage) => void;
  /** The stages that may be looked at. */
  open: readonly PreviewStage[];
}) {
  const t = useTranslations("preview");
  const common = useTranslations("common");
  const name = useId();
  return (
    <div role="radiogroup" aria-label={t("stage")} className={classes.stepper}>
      {previewStageIds.map((stage, index) => {
        const text = common(`stage.${stage}`);
        const isLocked = !open.includes(stage);
        return (
          <label
            key={stage}
            className={classes.stage}
            title={isLocked ? t("stageLocked", { stage: text }) : text}
            data-locked={isLocked || undefined}
          >
            <input
              type="radio"
              name={name}
              value={stage}
              aria-label={text}
              disabled={isLocked}
              checked={stage === value}
              onChange={() => onChange(stage)}
            />
            <span>
              {isLocked ? <IconLock size={11} aria-hidden /> : null}
              {isLocked ? null : (
                <span className={classes.number} aria-hidden>
                  {index + 1}
                </span>
              )}
              <span className={classes.name}>{text}</span>
            </span>
          </label>
        );
      })}
    </div>
  );
}
