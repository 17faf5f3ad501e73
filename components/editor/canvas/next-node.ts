import { type StageId, stageIds } from "#lib/contracts";
import type { Selection } from "../frame/selection.ts";
import { type Box, type Frame, stagesInRow } from "./steps-layout.ts";

export type Direction = "left" | "right" | "up" | "down";

/** Two tables that a line joins, in either direction, at a stage. */
export interface Joined {
  readonly a: string;
  readonly b: string;
  readonly stage: StageId;
}

export interface Scene {
  readonly boxes: readonly Box[];
  /** Around open groups; arrows pass through them. */
  readonly frames?: readonly Frame[];
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

/** The stage that an arrow leads to from a stage of the same lane, -1 being the table itself; undefined where it leads out. */
function withinLane(stage: number, direction: Direction): number | undefined {
  const last = stageIds.length - 1;
  if (direction === "right") return stage < last ? stage + 1 : undefined;
  if (direction === "left") return stage >= 0 ? stage - 1 : undefined;
  if (direction === "down") {
    if (stage < 0) return 0;
    return stage + stagesInRow <= last ? stage + stagesInRow : undefined;
  }
  if (stage < 0) return undefined;
  return stage - stagesInRow >= 0 ? stage - stagesInRow : -1;
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
  const inLane = from.isOpen ? withinLane(stage, direction) : undefined;
  if (inLane !== undefined)
    return inLane < 0 ? { table: from.name } : { table: from.name, stage: stageIds[inLane] };
  const ofStage = joined.filter((one) => !from.isOpen || at.stage === undefined || one.stage === at.stage);
  const names = new Set(ofStage.flatMap(({ a, b }) => (a === from.name ? [b] : b === from.name ? [a] : [])));
  const to =
    nearest(
      from,
      boxes.filter(({ name }) => names.has(name)),
      direction,
    ) ?? nearest(from, boxes, direction);
  if (!to) return undefined;
  // From the lower row of a lane to the upper one of the next; upwards every lane is left from its head.
  const entered = stage < 0 ? undefined : stageIds[stage % stagesInRow];
  return { table: to.name, stage: to.isOpen && from.isOpen ? entered : undefined };
}
