"use client";

import { IconBoxMultiple, IconChevronsDown, IconChevronsUp } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { Handle, type Node, type NodeProps, Position } from "reactflow";
import classes from "./canvas.module.css";
import { useCanvasActions } from "./canvas-context.tsx";
import { useIsFar } from "./lane.tsx";
import type { StageRunState } from "./run-stages.ts";
import { chipHeight, chipWidth } from "./steps-layout.ts";
import type { ShownGroup } from "./use-groups.ts";

export type GroupData = {
  readonly group: ShownGroup;
  readonly errors: number;
  readonly warnings: number;
  readonly run: StageRunState | undefined;
  readonly chosen: boolean;
};
export type GroupNode = Node<GroupData, "bundle" | "frame">;

const isSameData = (a: GroupData, b: GroupData): boolean =>
  a.group === b.group &&
  a.errors === b.errors &&
  a.warnings === b.warnings &&
  a.run === b.run &&
  a.chosen === b.chosen;

/** Drawn again for what it says, not for each picture. */
export const isSameGroup = (
  { data: a, position: from }: GroupNode,
  { data: b, position: to }: GroupNode,
): boolean => isSameData(a, b) && from.x === to.x && from.y === to.y;

function Problems({ errors, warnings }: Pick<GroupData, "errors" | "warnings">) {
  const t = useTranslations("editor.canvas");
  const count = errors + warnings;
  if (count === 0) return null;
  return (
    <span className={classes.badge} data-problem={errors > 0 ? "error" : "warning"}>
      {count}
      <span className={classes.hidden}> {t("problemWord", { count })}</span>
    </span>
  );
}

/** Tables of a group that is closed, as one node. */
export const Bundle = memo(function Bundle({ data }: NodeProps<GroupNode>) {
  const t = useTranslations("editor.canvas");
  const actions = useCanvasActions();
  const isFar = useIsFar();
  const { group, errors, warnings, run, chosen } = data;
  return (
    <div
      className={`${classes.chip} ${classes.bundle}`}
      data-chosen={chosen || undefined}
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
        aria-current={chosen || undefined}
        title={group.tables.join(", ")}
        onClick={() => actions.choose({ table: group.id })}
        onDoubleClick={() => actions.toggle(group.id)}
      >
        <IconBoxMultiple size={14} aria-hidden />
        <span className={classes.chipText}>{group.name}</span>
        <span className={classes.note}>
          {t("tableCount", { count: group.tables.length })}
          {run ? ` · ${t(`run.${run}`)}` : ""}
        </span>
      </button>
      {isFar ? null : (
        <button
          type="button"
          tabIndex={-1}
          className={`${classes.small} nodrag`}
          aria-label={t("openGroup", { name: group.name })}
          title={t("openGroup", { name: group.name })}
          onClick={(event) => {
            event.stopPropagation();
            actions.toggle(group.id);
          }}
        >
          <IconChevronsDown size={15} aria-hidden />
        </button>
      )}
      <Problems errors={errors} warnings={warnings} />
      <Handle
        id="out"
        type="source"
        position={Position.Right}
        isConnectable={false}
        className={classes.hiddenJoint}
      />
    </div>
  );
});

/** Around the tables of a group that is open; its head moves them all. */
export const GroupFrame = memo(function GroupFrame({ data, width, height }: NodeProps<GroupNode>) {
  const t = useTranslations("editor.canvas");
  const actions = useCanvasActions();
  const { group, errors, warnings, chosen } = data;
  return (
    <div className={classes.groupFrame} data-chosen={chosen || undefined} style={{ width, height }}>
      <div className={classes.groupHead}>
        <IconBoxMultiple size={15} aria-hidden />
        <button
          type="button"
          tabIndex={-1}
          className={classes.laneName}
          aria-current={chosen || undefined}
          onClick={() => actions.choose({ table: group.id })}
        >
          {group.name}
        </button>
        <span className={classes.note}>{t("tableCount", { count: group.tables.length })}</span>
        <Problems errors={errors} warnings={warnings} />
        <span className={classes.spread} />
        <button
          type="button"
          tabIndex={-1}
          className={`${classes.small} nodrag`}
          aria-label={t("closeGroup", { name: group.name })}
          title={t("closeGroup", { name: group.name })}
          onClick={(event) => {
            event.stopPropagation();
            actions.toggle(group.id);
          }}
        >
          <IconChevronsUp size={15} aria-hidden />
        </button>
      </div>
    </div>
  );
});
