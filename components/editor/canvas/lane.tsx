"use client";

import { IconChevronsUp, IconDotsVertical } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { Handle, type Node, type NodeProps, Position, useStore } from "reactflow";
import { type StageId, stageIds } from "#lib/contracts";
import classes from "./canvas.module.css";
import { useCanvasActions } from "./canvas-context.tsx";
import { StageBox } from "./stage-box.tsx";
import { StageRail } from "./stage-rail.tsx";
import { laneHeight, laneWidth, stageHeight, stagePlace, stageWidth } from "./steps-layout.ts";
import type { TableView } from "./use-steps.ts";

/** What of a table is chosen: itself, or one of its stages. */
export type Chosen = StageId | "table" | undefined;
export type TableData = {
  readonly view: TableView;
  readonly chosen: Chosen;
  readonly mayEdit: boolean;
  /** Whether it can be closed to one node. */
  readonly canClose: boolean;
};
export type TableNode = Node<TableData, "lane" | "chip">;

/** Below this zoom no text can be read. */
const farZoom = 0.42;
export const useIsFar = (): boolean => useStore((state) => state.transform[2] < farZoom);

/** Stages that lines between tables leave and enter. */
export const joints = ["transform", "keys"] as const;
export function jointAt(stage: (typeof joints)[number]) {
  const { x, y } = stagePlace(stageIds.indexOf(stage));
  return { x: x + stageWidth, y: y + stageHeight / 2 };
}

/** One table: its stages in the order of a run, and between them what can be put in. */
export const Lane = memo(function Lane({ data }: NodeProps<TableNode>) {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  const actions = useCanvasActions();
  const isFar = useIsFar();
  const { view, chosen, mayEdit, canClose } = data;
  return (
    <div
      className={classes.lane}
      data-chosen={chosen === "table" || undefined}
      data-hidden={!view.isPublished || undefined}
      style={{ width: laneWidth, height: laneHeight }}
    >
      <div className={classes.laneHead}>
        <button
          type="button"
          tabIndex={-1}
          className={classes.laneName}
          aria-current={chosen === "table" || undefined}
          onClick={() => actions.choose({ table: view.name })}
        >
          {view.name || "–"}
        </button>
        {isFar ? null : (
          <span className={classes.note}>
            {common("columnCount", { count: view.columns })}
            {view.isPublished ? "" : ` · ${t("words.feedsOthers")}`}
          </span>
        )}
        <span className={classes.spread} />
        {canClose ? (
          <button
            type="button"
            tabIndex={-1}
            className={`${classes.small} nodrag`}
            aria-label={t("close", { table: view.name })}
            title={t("close", { table: view.name })}
            onClick={() => actions.toggle(view.name)}
          >
            <IconChevronsUp size={15} aria-hidden />
          </button>
        ) : null}
        <button
          type="button"
          tabIndex={-1}
          className={`${classes.small} nodrag`}
          aria-haspopup="menu"
          aria-label={t("menuOf", { table: view.name })}
          title={t("menuOf", { table: view.name })}
          onClick={(event) => {
            event.stopPropagation();
            actions.openMenu({ table: view.name }, event.currentTarget);
          }}
        >
          <IconDotsVertical size={15} aria-hidden />
        </button>
      </div>
      <StageRail view={view} mayEdit={mayEdit && !isFar} />
      {view.stages.map((stage, index) => (
        <StageBox
          key={stage.id}
          view={stage}
          index={index}
          isFar={isFar}
          isChosen={chosen === stage.id}
          choose={() => actions.choose({ table: view.name, stage: stage.id })}
        />
      ))}
      {joints.map((joint) => (
        <Handle
          key={joint}
          id={joint}
          type="source"
          position={Position.Right}
          isConnectable={joint === "keys" && mayEdit}
          className={joint === "keys" && mayEdit ? classes.joint : classes.hiddenJoint}
          style={{ left: jointAt(joint).x, top: jointAt(joint).y, right: "auto" }}
          title={joint === "keys" ? t("dragToConnect") : undefined}
        />
      ))}
    </div>
  );
});
