import { MarkerType, Position } from "reactflow";
import type { Selection } from "../frame/selection.ts";
import { type Chosen, jointAt, joints, type TableData, type TableNode } from "./lane.tsx";
import type { LinkEdge } from "./link-line.tsx";
import type { CanvasLink } from "./links.ts";
import type { Joined } from "./next-node.ts";
import { type Box, chipHeight, chipWidth, type StepsLayout } from "./steps-layout.ts";

/** Keys leave on the right of a lane, where there is room; what feeds others runs between two stages. */
const beside = {
  keys: { start: 20, step: 5, tracks: 12 },
  // On either side of what adds a step there.
  transform: { start: 4, step: 18, tracks: 2 },
} as const;
type Joint = keyof typeof beside;

type StaticHandle = NonNullable<TableNode["handles"]>[number];

const right = Position.Right;
const left = Position.Left;
/** Where lines leave and enter, known before a node is drawn: lines to tables out of sight are drawn too. */
const laneHandles: StaticHandle[] = joints.map((id) => ({
  id,
  type: "source",
  position: right,
  width: 1,
  height: 1,
  ...jointAt(id),
}));
export const chipHandles: StaticHandle[] = [
  { id: "in", type: "target", position: left, x: 0, y: chipHeight / 2, width: 1, height: 1 },
  { id: "out", type: "source", position: right, x: chipWidth, y: chipHeight / 2, width: 1, height: 1 },
];

export const chosenOf = (selection: Selection | undefined, table: string): Chosen =>
  selection?.table === table ? (selection.stage ?? "table") : undefined;

const isSameData = (a: TableData, b: TableData): boolean =>
  a.view === b.view && a.chosen === b.chosen && a.mayEdit === b.mayEdit && a.canClose === b.canClose;

/** Nodes of the picture; one that is as before is the same object, and is not drawn again. */
export function nodesSteadily() {
  let before: ReadonlyMap<string, TableNode> = new Map();
  return (boxes: readonly Box[], dataOf: (box: Box) => TableData): TableNode[] => {
    const nodes = boxes.map((box): TableNode => {
      const data = dataOf(box);
      const old = before.get(box.name);
      const type = box.isOpen ? "lane" : "chip";
      const isAsBefore =
        old?.type === type &&
        old.position.x === box.x &&
        old.position.y === box.y &&
        old.draggable === data.mayEdit;
      if (old && isAsBefore && isSameData(old.data, data)) return old;
      return {
        id: box.name,
        type,
        position: { x: box.x, y: box.y },
        width: box.width,
        height: box.height,
        handles: box.isOpen ? laneHandles : chipHandles,
        draggable: data.mayEdit,
        data,
      };
    });
    before = new Map(nodes.map((node) => [node.id, node]));
    return nodes;
  };
}

/** For lines beside the same stage: which run where, so that those that overlap are apart, as far as there is room. */
function trackOf() {
  const taken = new Map<Joint, { from: number; to: number; track: number }[]>();
  return (stage: Joint, one: Box, other: Box): number => {
    const span = { from: Math.min(one.y, other.y), to: Math.max(one.y, other.y) };
    const list = taken.get(stage) ?? [];
    const crossing = list
      .filter(({ from, to }) => from < span.to && to > span.from)
      .map(({ track }) => track);
    let track = 0;
    // More than fit share the last one.
    while (crossing.includes(track) && track < beside[stage].tracks - 1) track++;
    taken.set(stage, [...list, { ...span, track }]);
    return beside[stage].start + track * beside[stage].step;
  };
}

const marker = { type: MarkerType.ArrowClosed, width: 14, height: 14, color: "var(--ink-3)" };

/** The lines of the picture: shorter ones nearer to their stages. */
export function linkEdges(
  links: readonly CanvasLink[],
  { boxes, passages, drawnIn }: StepsLayout,
  { chosen, mayEdit }: { readonly chosen: string | undefined; readonly mayEdit: boolean },
): LinkEdge[] {
  const byName = new Map(boxes.map((box) => [box.name, box]));
  const take = trackOf();
  const boxOf = (table: string) => byName.get(drawnIn(table));
  const length = (link: CanvasLink) => Math.abs((boxOf(link.child)?.y ?? 0) - (boxOf(link.parent)?.y ?? 0));
  return links
    .toSorted((a, b) => length(a) - length(b))
    .flatMap((link): LinkEdge[] => {
      const [parent, child] = [boxOf(link.parent), boxOf(link.child)];
      if (!parent || !child) return [];
      const joint = link.kind === "key" ? "keys" : "transform";
      return [
        {
          id: link.id,
          type: "link",
          // Above the lanes that it leaves and enters.
          zIndex: 1,
          source: parent.name,
          target: child.name,
          sourceHandle: parent.isOpen ? joint : "out",
          targetHandle: child.isOpen ? joint : "in",
          ...(link.kind === "key" ? { markerStart: marker } : { markerEnd: marker }),
          data: {
            link,
            beside: parent.isOpen && child.isOpen ? take(joint, parent, child) : undefined,
            passages: parent.isOpen || child.isOpen ? [] : passages(parent.name, child.name),
            isChosen: link.id === chosen,
            mayEdit,
          },
        },
      ];
    });
}

const itself = (table: string): string => table;

export const joinedBy = (
  links: readonly CanvasLink[],
  drawnIn: (table: string) => string = itself,
): readonly Joined[] =>
  links.map(({ kind, parent, child }) => ({
    a: drawnIn(parent),
    b: drawnIn(child),
    stage: kind === "key" ? "keys" : "transform",
  }));
