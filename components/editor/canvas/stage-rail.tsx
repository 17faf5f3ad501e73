"use client";

import { IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { stageIds } from "#lib/contracts";
import classes from "./canvas.module.css";
import { useCanvasActions } from "./canvas-context.tsx";
import {
  laneHeight,
  laneWidth,
  rowGap,
  stageGap,
  stageHeight,
  stagePlace,
  stagesInRow,
  stageWidth,
} from "./steps-layout.ts";
import type { TableView } from "./use-steps.ts";

/** A target that fingers hit. */
const plusSize = 24;

/** Whether a stage is the last of its row. */
const isRowEnd = (index: number) => index % stagesInRow === stagesInRow - 1;

/** From each stage to the next: straight, or down and back to the beginning of the next row. */
const rail = stageIds
  .slice(0, -1)
  .map((_, index) => {
    const [from, to] = [stagePlace(index), stagePlace(index + 1)];
    if (!isRowEnd(index)) return `M ${from.x + stageWidth} ${from.y + stageHeight / 2} H ${to.x}`;
    const bottom = from.y + stageHeight;
    return `M ${from.x + stageWidth / 2} ${bottom} v ${rowGap / 2} H ${to.x + stageWidth / 2} v ${rowGap / 2}`;
  })
  .join(" ");

/** The middle of the way from a stage to the next. */
function between(index: number) {
  const { x, y } = stagePlace(index);
  return isRowEnd(index)
    ? { x: x + stageWidth / 2, y: y + stageHeight + rowGap / 2 }
    : { x: x + stageWidth + stageGap / 2, y: y + stageHeight / 2 };
}

/** The way of a table through its stages, and what can be put in on it. */
export function StageRail({ view, mayEdit }: { view: TableView; mayEdit: boolean }) {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  const actions = useCanvasActions();
  return (
    <>
      <svg className={classes.rail} width={laneWidth} height={laneHeight} aria-hidden>
        <path d={rail} />
      </svg>
      {view.stages.map((stage, index) => {
        if (!mayEdit || !stage.hasInserts || index === stageIds.length - 1) return null;
        const { x, y } = between(index);
        const label = t("addAfter", { stage: common(`stage.${stage.id}`), table: view.name });
        return (
          <button
            key={stage.id}
            type="button"
            tabIndex={-1}
            className={`${classes.plus} nodrag`}
            style={{ left: x - plusSize / 2, top: y - plusSize / 2 }}
            aria-haspopup="menu"
            aria-label={label}
            title={label}
            onClick={(event) => {
              event.stopPropagation();
              actions.openInserts(view.name, stage.id, event.currentTarget);
            }}
          >
            <IconPlus size={12} aria-hidden />
          </button>
        );
      })}
    </>
  );
}
