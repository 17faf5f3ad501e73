import { stageIds } from "#lib/contracts";
import type { Place } from "#lib/drafting";
import { boxWidth, layOut, type Point } from "../../modules/lay-out.ts";

/** Pixels of the picture, those of canvas.module.css too. */
export const stageWidth = 124;
export const stageHeight = 92;
export const stageGap = 26;
export const lanePadding = 12;
export const laneHead = 34;
/** Rows of stages are that far apart. */
export const rowGap = 26;
/** What makes the data above, what becomes of it below: read at full size beside two panels. */
export const stagesInRow = 4;
const stageRows = Math.ceil(stageIds.length / stagesInRow);
export const laneWidth = 2 * lanePadding + stagesInRow * stageWidth + (stagesInRow - 1) * stageGap;
export const laneHeight = laneHead + stageRows * stageHeight + (stageRows - 1) * rowGap + lanePadding;
/** A table that is closed is as high as a box without columns in `layOut`. */
export const chipWidth = boxWidth;
export const chipHeight = 46;
const betweenLanes = 30;

/** More nodes than these are not read any more, and cost: tables close to one node each. */
export const mostNodes = 150;

/** The upper left corner of a stage within its lane, by its index. */
export const stagePlace = (index: number): Place => ({
  x: lanePadding + (index % stagesInRow) * (stageWidth + stageGap),
  y: laneHead + Math.floor(index / stagesInRow) * (stageHeight + rowGap),
});

export interface StepsTable {
  readonly name: string;
  /** Tables that it refers to or is made of. */
  readonly parents: readonly string[];
}

export interface Box {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isOpen: boolean;
}

export interface StepsLayout {
  readonly boxes: readonly Box[];
  /** See `Layout.lanes`, moved to where the closed tables stand. */
  readonly passages: (parent: string, child: string) => readonly Point[];
}

/** How many nodes a picture would have with all tables open. */
export const nodeCount = (tables: number): number => tables * stageIds.length;

/**
 * Open tables as lanes one below another, in the order of the document; closed ones below them, parents left of children.
 * Whoever was put somewhere stands there, and moves nobody else.
 */
export function layOutSteps(
  tables: readonly StepsTable[],
  isOpen: (name: string) => boolean,
  places: ReadonlyMap<string, Place>,
): StepsLayout {
  const open = tables.filter(({ name }) => isOpen(name));
  const closed = tables.filter(({ name }) => !isOpen(name));
  const below = open.length * (laneHeight + betweenLanes);
  const layout = layOut(
    closed.map(({ name, parents }) => ({
      name,
      isPublished: true,
      columns: [],
      primaryKey: [],
      references: parents.map((table) => ({ table, columns: [] })),
    })),
  );
  const boxes = tables.map(({ name }): Box => {
    const lane = open.findIndex((one) => one.name === name);
    const chip = layout.places.get(name) ?? { x: 0, y: 0 };
    const arranged =
      lane >= 0 ? { x: 0, y: lane * (laneHeight + betweenLanes) } : { x: chip.x, y: chip.y + below };
    return {
      name,
      ...(places.get(name) ?? arranged),
      width: lane >= 0 ? laneWidth : chipWidth,
      height: lane >= 0 ? laneHeight : chipHeight,
      isOpen: lane >= 0,
    };
  });
  return {
    boxes,
    passages: (parent, child) =>
      // Lanes kept free are those of the layout: lines of a table that was put elsewhere go straight.
      places.has(parent) || places.has(child)
        ? []
        : layout.lanes(parent, child).map(({ x, y }) => ({ x, y: y + below })),
  };
}
