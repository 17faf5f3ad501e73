import { type StageId, stageIds } from "#lib/contracts";
import type { Selection } from "../frame/selection.ts";
import type { Box } from "./steps-layout.ts";

export type Direction = "left" | "right" | "up" | "down";

/** Two tables that a line joins, in either direction, at a stage. */
export interface Joined {
  readonly a: string;
  readonly b: string;
  readonly stage: StageId;
}

export interface Scene {
  readonly boxes: readonly Box[];
  readonly joined: readonly Joined[];
}

const middle = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** How far a box is in a direction; undefined where it is not in that direction. What is beside counts double. */
function distance(from: Box, to: Box, direction: Direction): number | undefined {
  const [a, b] = [middle(from), middle(to)];
  const isAcross = direction === "left" || direction === "right";
  const along = isAcross ? b.x - a.x : b.y - a.y;
  const beside = Math.abs(isAcross ? b.y - a.y : b.x - a.x);
  const ahead = direction === "right" || direction === "down" ? along : -along;
  return ahead <= 1 ? undefined : ahead + 2 * beside;
}

function nearest(from: Box, boxes: readonly Box[], direction: Direction): Box | undefined {
  let found: { box: Box; far: number } | undefined;
  for (const box of boxes) {
    const far = box === from ? undefined : distance(from, box, direction);
    if (far !== undefined && (found === undefined || far < found.far)) found = { box, far };
  }
  return found?.box;
}

/** Where an arrow leads: along the stages of a lane, else to a table that a line joins, else to the next one that way. */
export function nextNode(
  { boxes, joined }: Scene,
  at: Selection | undefined,
  direction: Direction,
): Selection | undefined {
  const from = boxes.find(({ name }) => name === at?.table);
  if (!from || !at) {
    const [first] = boxes;
    return first && { table: first.name };
  }
  const stage = at.stage === undefined ? -1 : stageIds.indexOf(at.stage);
  if (from.isOpen && direction === "right" && stage < stageIds.length - 1)
    return { table: from.name, stage: stageIds[stage + 1] };
  if (from.isOpen && direction === "left" && stage >= 0)
    return stage === 0 ? { table: from.name } : { table: from.name, stage: stageIds[stage - 1] };
  const ofStage = joined.filter((one) => !from.isOpen || at.stage === undefined || one.stage === at.stage);
  const names = new Set(ofStage.flatMap(({ a, b }) => (a === from.name ? [b] : b === from.name ? [a] : [])));
  const to =
    nearest(
      from,
      boxes.filter(({ name }) => names.has(name)),
      direction,
    ) ?? nearest(from, boxes, direction);
  return to && { table: to.name, stage: to.isOpen && from.isOpen ? at.stage : undefined };
}

/** The middle of a node on the picture, and how far it reaches: what has to be seen of it. */
export function boxOf({ boxes }: Scene, at: Selection): Box | undefined {
  return boxes.find(({ name }) => name === at.table);
}
