"use client";

import { IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps } from "reactflow";
import { linePath, type Point } from "../../modules/line-path.ts";
import classes from "./canvas.module.css";
import { useCanvasActions } from "./canvas-context.tsx";
import type { CanvasLink } from "./links.ts";

export type LinkData = {
  readonly link: CanvasLink;
  /** Between two lanes: how far right of their stages the line runs down; else it goes through passages. */
  readonly beside?: number | undefined;
  readonly passages: readonly Point[];
  readonly isChosen: boolean;
  readonly mayEdit: boolean;
};
export type LinkEdge = Edge<LinkData, "link">;

const corner = 5;

/** Down beside the lanes, with round corners. */
function bracket(from: Point, to: Point, beside: number): { path: string; middle: Point } {
  const x = Math.max(from.x, to.x) + beside;
  const down = to.y > from.y ? 1 : -1;
  const r = Math.min(corner, Math.abs(to.y - from.y) / 2);
  return {
    path: `M ${from.x} ${from.y} H ${x - r} Q ${x} ${from.y} ${x} ${from.y + down * r} V ${to.y - down * r} Q ${x} ${to.y} ${x - r} ${to.y} H ${to.x}`,
    middle: { x, y: (from.y + to.y) / 2 },
  };
}

/** What joins two tables: a foreign key, or rows that others are made of. */
export const LinkLine = memo(function LinkLine({
  id,
  sourceX,
  sourceY,
  targetX,
  targetY,
  data,
  markerStart,
  markerEnd,
}: EdgeProps<LinkEdge>) {
  const t = useTranslations("editor.canvas");
  const actions = useCanvasActions();
  if (!data) return null;
  const { link, beside, passages, isChosen, mayEdit } = data;
  const [from, to] = [
    { x: sourceX, y: sourceY },
    { x: targetX, y: targetY },
  ];
  const { path, middle } =
    beside === undefined
      ? {
          path: linePath(from, to, passages),
          middle: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 },
        }
      : bracket(from, to, beside);
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={12}
        markerStart={markerStart}
        markerEnd={markerEnd}
        className={`${classes.line} ${link.kind === "feed" ? classes.feed : ""} ${isChosen ? classes.chosenLine : ""}`}
      />
      {isChosen ? (
        <EdgeLabelRenderer>
          <div
            className={`${classes.lineLabel} nodrag nopan`}
            style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
          >
            <code>
              {link.kind === "key"
                ? `${link.child}.${link.columns.join(", ")} → ${link.parent}.${link.parentColumns.join(", ")}`
                : t("feeds", { child: link.child, parent: link.parent })}
              {link.more ? ` ${t("moreLinks", { count: link.more })}` : ""}
            </code>
            {link.kind === "key" && !link.more && mayEdit ? (
              <button
                type="button"
                tabIndex={-1}
                className={classes.small}
                aria-label={t("unlink", { columns: link.columns.join(", "), parent: link.parent })}
                title={t("unlink", { columns: link.columns.join(", "), parent: link.parent })}
                onClick={() => actions.unlink(link.child, link.index)}
              >
                <IconTrash size={14} aria-hidden />
              </button>
            ) : null}
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
});
