"use client";

import { IconChevronsDown } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { Handle, type NodeProps, Position } from "reactflow";
import classes from "./canvas.module.css";
import { useCanvasActions } from "./canvas-context.tsx";
import { type TableNode, useIsFar } from "./lane.tsx";
import { chipHeight, chipWidth } from "./steps-layout.ts";
import type { StageView } from "./use-steps.ts";

const stateOf = (stage: StageView) =>
  stage.errors > 0 || stage.run.state === "failed"
    ? "error"
    : stage.warnings > 0 || stage.lock === "changed"
      ? "warning"
      : stage.isQuiet
        ? "quiet"
        : "plain";

/** A table closed to one node: its stages are marks, which say where something is to be looked at. */
export const Chip = memo(function Chip({ data }: NodeProps<TableNode>) {
  const t = useTranslations("editor.canvas");
  const actions = useCanvasActions();
  const isFar = useIsFar();
  const { view, chosen, mayEdit } = data;
  const problems = view.errors + view.warnings;
  return (
    <div
      className={classes.chip}
      data-chosen={chosen !== undefined || undefined}
      data-hidden={!view.isPublished || undefined}
      style={{ width: chipWidth, height: chipHeight }}
    >
      <Handle
        id="in"
        type="target"
        position={Position.Left}
        isConnectable={false}
        className={classes.hiddenJoint}
      />
      <button
        type="button"
        tabIndex={-1}
        className={classes.chipName}
        aria-current={chosen !== undefined || undefined}
        title={view.name}
        onClick={() => actions.choose({ table: view.name })}
        onDoubleClick={() => actions.toggle(view.name)}
      >
        <span className={classes.chipText}>{view.name || "–"}</span>
        <span className={classes.pips} aria-hidden>
          {view.stages.map((stage) => (
            <i key={stage.id} data-state={stateOf(stage)} />
          ))}
        </span>
      </button>
      {isFar ? null : (
        <button
          type="button"
          tabIndex={-1}
          className={`${classes.small} nodrag`}
          aria-label={t("open", { table: view.name })}
          title={t("open", { table: view.name })}
          onClick={() => actions.toggle(view.name)}
        >
          <IconChevronsDown size={15} aria-hidden />
        </button>
      )}
      {problems > 0 ? (
        <span className={classes.badge} data-problem={view.errors > 0 ? "error" : "warning"}>
          {problems}
          <span className={classes.hidden}> {t("problemWord", { count: problems })}</span>
        </span>
      ) : null}
      <Handle
        id="out"
        type="source"
        position={Position.Right}
        isConnectable={mayEdit}
        className={mayEdit ? classes.joint : classes.hiddenJoint}
      />
    </div>
  );
});
