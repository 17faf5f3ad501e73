import type { Place } from "#lib/drafting";
import { type GroupNode, isSameGroup } from "./group-nodes.tsx";
import type { StageRunState } from "./run-stages.ts";
import type { Box, Frame, StepsLayout } from "./steps-layout.ts";
import { chipHandles } from "./steps-scene.ts";
import type { ShownGroup } from "./use-groups.ts";
import type { TableView } from "./use-steps.ts";

interface Drawn {
  readonly groups: readonly ShownGroup[];
  readonly layout: StepsLayout;
  readonly views: ReadonlyMap<string, TableView>;
  readonly chosen: string | undefined;
  readonly mayEdit: boolean;
}

const states: readonly StageRunState[] = ["failed", "running"];

/** The worst of what its tables say. */
function dataOf(group: ShownGroup, { views, chosen }: Drawn): GroupNode["data"] {
  const own = group.tables.flatMap((name) => views.get(name) ?? []);
  const total = (count: (view: TableView) => number) => own.reduce((sum, view) => sum + count(view), 0);
  return {
    group,
    errors: total(({ errors }) => errors),
    warnings: total(({ warnings }) => warnings),
    run: states.find((state) => own.some(({ stages }) => stages.some((stage) => stage.run.state === state))),
    chosen: chosen === group.id,
  };
}

/** Only its head is pressed and dragged: what it surrounds lies within. */
const frameStyle = { pointerEvents: "none" } as const;

function nodeOf(group: ShownGroup, at: Box | Frame, drawn: Drawn): GroupNode {
  const shared = {
    id: group.id,
    position: { x: at.x, y: at.y },
    width: at.width,
    height: at.height,
    draggable: drawn.mayEdit,
    data: dataOf(group, drawn),
  };
  return group.isOpen
    ? { ...shared, type: "frame", zIndex: -1, style: frameStyle }
    : { ...shared, type: "bundle", handles: chipHandles };
}

/** Nodes of groups; one that is as before is the same object, and is not drawn again. */
export function groupsSteadily() {
  let before: ReadonlyMap<string, GroupNode> = new Map();
  return (drawn: Drawn): GroupNode[] => {
    const { boxes, frames } = drawn.layout;
    const nodes = drawn.groups.flatMap((group): GroupNode[] => {
      const at = (group.isOpen ? frames : boxes).find(({ name }) => name === group.id);
      if (!at) return [];
      const node = nodeOf(group, at, drawn);
      const old = before.get(group.id);
      return [
        old?.type === node.type &&
        old.height === node.height &&
        old.width === node.width &&
        isSameGroup(old, node)
          ? old
          : node,
      ];
    });
    before = new Map(nodes.map((node) => [node.id, node]));
    return nodes;
  };
}

/** Where tables go with what was moved: the tables of a frame go with it. */
export function movedTables(
  moved: ReadonlyMap<string, Place>,
  { boxes, frames }: StepsLayout,
  groups: readonly ShownGroup[],
): ReadonlyMap<string, Place> {
  return new Map(
    [...moved].flatMap(([name, to]): [string, Place][] => {
      const frame = frames.find((one) => one.name === name);
      const group = groups.find(({ id }) => id === name);
      if (!frame || !group) return [[name, to]];
      return boxes
        .filter((box) => group.tables.includes(box.name))
        .map((box) => [box.name, { x: box.x + to.x - frame.x, y: box.y + to.y - frame.y }]);
    }),
  );
}
