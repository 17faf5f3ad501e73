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
/** Around the tables of a group that is open; above them its name. */
const framePadding = 16;
const frameHead = 44;

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

/** Tables that are drawn together: within a frame, or as one closed box. */
export interface StepsGroup {
  readonly id: string;
  readonly tables: readonly string[];
  readonly isOpen: boolean;
}

export type Frame = Omit<Box, "isOpen">;

export interface StepsLayout {
  /** Tables, and closed groups under their ids. */
  readonly boxes: readonly Box[];
  /** Around the tables of open groups. */
  readonly frames: readonly Frame[];
  /** What a table is drawn in: itself, or its closed group. */
  readonly drawnIn: (table: string) => string;
  /** See `Layout.lanes`, moved to where the closed tables stand. */
  readonly passages: (parent: string, child: string) => readonly Point[];
}

/** How many nodes a picture would have with all tables open. */
export const nodeCount = (tables: number): number => tables * stageIds.length;

type Places = ReadonlyMap<string, Place>;

/** Open tables as lanes one below another, closed ones below them, parents left of children. */
function layOutPart(tables: readonly StepsTable[], isOpen: (name: string) => boolean, corner: Place) {
  const open = tables.filter(({ name }) => isOpen(name));
  const closed = tables.filter(({ name }) => !isOpen(name));
  const below = corner.y + open.length * (laneHeight + betweenLanes);
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
    return lane >= 0
      ? {
          name,
          x: corner.x,
          y: corner.y + lane * (laneHeight + betweenLanes),
          width: laneWidth,
          height: laneHeight,
          isOpen: true,
        }
      : {
          name,
          x: corner.x + chip.x,
          y: below + chip.y,
          width: chipWidth,
          height: chipHeight,
          isOpen: false,
        };
  });
  return {
    boxes,
    end: Math.max(corner.y, ...boxes.map(({ y, height }) => y + height)),
    passages: (parent: string, child: string) =>
      layout.lanes(parent, child).map(({ x, y }) => ({ x: x + corner.x, y: y + below })),
  };
}

function frameAround(id: string, boxes: readonly Box[]): Frame {
  const x = Math.min(...boxes.map((box) => box.x)) - framePadding;
  const y = Math.min(...boxes.map((box) => box.y)) - frameHead;
  return {
    name: id,
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) + framePadding - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) + framePadding - y,
  };
}

const framesOf = (groups: readonly StepsGroup[], boxes: readonly Box[]): readonly Frame[] =>
  groups.flatMap((group) => {
    const own = boxes.filter(({ name }) => group.tables.includes(name));
    return group.isOpen && own.length > 0 ? [frameAround(group.id, own)] : [];
  });

/** A layout while some of it is dragged. */
export function withMoved(layout: StepsLayout, moved: Places, groups: readonly StepsGroup[]): StepsLayout {
  const boxes = layout.boxes.map((box) => ({ ...box, ...moved.get(box.name) }));
  return { ...layout, boxes, frames: framesOf(groups, boxes) };
}

/**
 * Tables without a group first, with closed groups among them, then each open group within its frame; all in the order of the
 * document. Whoever was put somewhere stands there, and moves nobody else.
 */
export function layOutSteps(
  tables: readonly StepsTable[],
  isOpen: (name: string) => boolean,
  places: Places,
  groups: readonly StepsGroup[] = [],
): StepsLayout {
  const groupOf = new Map(groups.flatMap((group) => group.tables.map((name) => [name, group] as const)));
  const ids = new Set(groups.map(({ id }) => id));
  const isLane = (name: string) => !ids.has(name) && isOpen(name);
  const drawnIn = (table: string) => {
    const group = groupOf.get(table);
    return group && !group.isOpen ? group.id : table;
  };
  const drawn = new Map<string, Set<string>>();
  for (const { name, parents } of tables) {
    const own = drawnIn(name);
    const known = drawn.get(own) ?? new Set();
    for (const parent of parents.map(drawnIn)) if (parent !== own) known.add(parent);
    drawn.set(own, known);
  }
  const all = [...drawn].map(([name, parents]): StepsTable => ({ name, parents: [...parents] }));
  const isInFrame = (name: string) => groupOf.get(name)?.isOpen ?? false;
  let part = layOutPart(
    all.filter(({ name }) => !isInFrame(name)),
    isLane,
    { x: 0, y: 0 },
  );
  const parts = [part];
  for (const group of groups.filter((one) => one.isOpen && one.tables.length > 0)) {
    const y = part.boxes.length > 0 ? part.end + betweenLanes + framePadding + frameHead : frameHead;
    const own = all.filter(({ name }) => groupOf.get(name) === group);
    // Below each other with all other lanes: lines run beside stages, not over them.
    part = layOutPart(own, isLane, { x: 0, y });
    parts.push(part);
  }
  const boxes = parts.flatMap((one) => one.boxes).map((box): Box => ({ ...box, ...places.get(box.name) }));
  return {
    boxes,
    drawnIn,
    frames: framesOf(groups, boxes),
    passages: (parent, child) => {
      // Lanes kept free are those of one part of the layout: all other lines go straight.
      if (places.has(parent) || places.has(child)) return [];
      const names = (one: typeof part) => one.boxes.map(({ name }) => name);
      const own = parts.find((one) => names(one).includes(parent) && names(one).includes(child));
      return own?.passages(parent, child) ?? [];
    },
  };
}
