"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useMemo, useRef } from "react";
import {
  Background,
  ConnectionMode,
  type Edge,
  type EdgeTypes,
  MiniMap,
  type Node,
  type NodeTypes,
  ReactFlow,
} from "reactflow";
import { groupOfNode, type PictureId, type Place } from "#lib/drafting";
import { columnOut } from "../../modules/relation-box.tsx";
import { useScheme } from "../../theme/color-scheme.ts";
import { ContextMenu } from "../../ui/context-menu.tsx";
import { useCommands } from "../commands/commands-context.tsx";
import { type Selection, useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./canvas.module.css";
import type { Scene } from "./next-node.ts";
import { useCanvasKeys } from "./use-canvas-keys.ts";
import { placeBelow, type useCanvasMenu } from "./use-canvas-menu.tsx";
import { useOverview, useReveal } from "./use-reveal.ts";

interface PictureProps<N extends Node, E extends Edge> {
  readonly picture: PictureId;
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly nodes: N[];
  readonly edges: E[];
  readonly nodeTypes: NodeTypes;
  readonly edgeTypes: EdgeTypes;
  readonly colourOf: (node: N) => string;
  readonly scene: Scene;
  readonly menu: ReturnType<typeof useCanvasMenu>;
  readonly describe: (at: Selection) => string;
  readonly remove: (at: Selection) => void;
  readonly toggle?: (table: string) => void;
  readonly chooseLine: (id: string | undefined) => void;
  readonly isLineChosen: boolean;
  /** While tables are dragged, and when they are let go. */
  readonly drag: (moved: ReadonlyMap<string, Place> | undefined) => void;
  readonly drop: (moved: ReadonlyMap<string, Place>) => void;
}

/** Pixels of the screen. */
const minimap = { width: 110, height: 80, margin: 8 } as const;
const grid = { x: 10, y: 10 } as const;

/** The table under a pointer that was let go. */
function tableAt(event: MouseEvent | TouchEvent): string | undefined {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  if (!point) return undefined;
  const node = document
    .elementFromPoint(point.clientX, point.clientY)
    ?.closest<HTMLElement>(".react-flow__node");
  return node?.dataset.id;
}

const isTable = (node: string): boolean => groupOfNode(node) === undefined;

/** A picture of tables that is moved, zoomed and changed by pointer and keys; what it draws is given. */
export function Picture<N extends Node, E extends Edge>({
  picture,
  frame,
  nodes,
  edges,
  nodeTypes,
  edgeTypes,
  colourOf,
  scene,
  menu,
  describe,
  remove,
  toggle,
  chooseLine,
  isLineChosen,
  drag,
  drop,
}: PictureProps<N, E>) {
  const t = useTranslations("editor.canvas");
  const scheme = useScheme();
  const commands = useCommands();
  const { mayEdit } = useEditor();
  const { selection, select } = useSelection();
  const showAll = useOverview(scene);
  const reveal = useReveal(scene, selection);
  const moved = useRef<Map<string, Place>>(new Map());
  const elementOf = ({ table, stage }: Selection): HTMLElement | null => {
    const node = frame.current?.querySelector<HTMLElement>(
      `.react-flow__node[data-id="${CSS.escape(table)}"]`,
    );
    return node?.querySelector<HTMLElement>(`[data-stage="${stage}"]`) ?? node ?? frame.current;
  };
  const onKeyDown = useCanvasKeys({
    picture,
    scene,
    describe,
    remove,
    toggle,
    showAll: () => {
      showAll(true);
      commands.say(t("fitted"));
    },
    add: (at) => {
      const element = at && elementOf(at);
      if (at && element && isTable(at.table))
        menu.open.inserts(at.table, at.stage ?? "publish", placeBelow(element, frame.current));
      else commands.ask({ kind: "add-tables" });
    },
    openMenu: (at) => {
      const element = elementOf(at);
      if (element) menu.open.menu(at, placeBelow(element, frame.current));
    },
    escape: () => {
      chooseLine(undefined);
      return isLineChosen;
    },
  });
  const labels = useMemo(() => ({ "minimap.ariaLabel": t("minimap") }), [t]);
  return (
    <>
      <ReactFlow
        ref={frame}
        className={classes.frame}
        tabIndex={0}
        aria-label={t(`picture.${picture}`)}
        aria-description={t("keysHint")}
        onKeyDown={onKeyDown}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={scheme}
        ariaLabelConfig={labels}
        connectionMode={ConnectionMode.Loose}
        onlyRenderVisibleElements
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panOnScroll
        zoomOnDoubleClick={false}
        snapToGrid
        snapGrid={[grid.x, grid.y]}
        minZoom={0.1}
        maxZoom={1.6}
        proOptions={{ hideAttribution: true }}
        onInit={() => {
          showAll(false);
          reveal();
        }}
        onPaneClick={() => {
          chooseLine(undefined);
          frame.current?.focus({ preventScroll: true });
        }}
        onNodeClick={(_, node) => {
          if (selection?.table !== node.id) select({ table: node.id }, { isStep: true });
          frame.current?.focus({ preventScroll: true });
        }}
        onEdgeClick={(_, edge) => chooseLine(edge.id)}
        onNodeContextMenu={(event, node) => {
          event.preventDefault();
          menu.open.menu({ table: node.id }, { x: event.clientX, y: event.clientY, opener: frame.current });
        }}
        onNodesChange={(changes) => {
          for (const change of changes)
            if (change.type === "position" && change.dragging && change.position) {
              moved.current = new Map(moved.current).set(change.id, change.position);
              drag(moved.current);
            }
        }}
        onNodeDragStop={() => {
          if (moved.current.size > 0) drop(moved.current);
          moved.current = new Map();
        }}
        onConnectEnd={(event, { fromNode, fromHandle }) => {
          const other = tableAt(event);
          if (mayEdit && fromNode && other !== undefined && isTable(other) && other !== fromNode.id)
            commands.ask({
              kind: "connect",
              table: fromNode.id,
              other,
              column: columnOut(fromHandle?.id),
            });
        }}
      >
        <Background gap={20} color="var(--line)" />
        <MiniMap<N>
          pannable
          zoomable
          nodeColor={colourOf}
          nodeStrokeWidth={0}
          maskColor="var(--canvas-mask)"
          style={minimap}
        />
      </ReactFlow>
      {menu.shown ? <ContextMenu {...menu.shown} /> : null}
    </>
  );
}
