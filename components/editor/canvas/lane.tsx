"use client";

import { IconChevronsUp, IconDotsVertical, IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { Handle, type Node, type NodeProps, Position, useStore } from "reactflow";
import { type StageId, stageIds } from "#lib/contracts";
import classes from "./canvas.module.css";
import { useCanvasActions } from "./canvas-context.tsx";
import { StageBox } from "./stage-box.tsx";
import {
  laneHead,
  laneHeight,
  laneWidth,
  stageGap,
  stageHeight,
  stageLeft,
  stageWidth,
} from "./steps-layout.ts";
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
const jointTop = laneHead + stageHeight / 2;
export const jointAt = (stage: (typeof joints)[number]) => ({
  x: stageLeft(stageIds.indexOf(stage)) + stageWidth,
  y: jointTop,
});

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
      <div className={classes.rail} />
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
      {mayEdit && !isFar
        ? view.stages.map((stage, index) =>
            stage.hasInserts && index < stageIds.length - 1 ? (
              <button
                key={stage.id}
                type="button"
                tabIndex={-1}
                className={`${classes.plus} nodrag`}
                style={{ left: stageLeft(index) + stageWidth + stageGap / 2 - 12, top: jointTop - 12 }}
                aria-haspopup="menu"
                aria-label={t("addAfter", { stage: common(`stage.${stage.id}`), table: view.name })}
                title={t("addAfter", { stage: common(`stage.${stage.id}`), table: view.name })}
                onClick={(event) => {
                  event.stopPropagation();
                  actions.openInserts(view.name, stage.id, event.currentTarget);
                }}
              >
                <IconPlus size={12} aria-hidden />
              </button>
            ) : null,
          )
        : null}
      {joints.map((joint) => (
        <Handle
          key={joint}
          id={joint}
          type="source"
          position={Position.Right}
          isConnectable={joint === "keys" && mayEdit}
          className={joint === "keys" && mayEdit ? classes.joint : classes.hiddenJoint}
          style={{ left: jointAt(joint).x, top: joint === "keys" ? jointTop + 22 : jointTop, right: "auto" }}
          title={joint === "keys" ? t("dragToConnect") : undefined}
        />
      ))}
    </div>
  );
});
