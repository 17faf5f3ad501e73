"use client";

import "reactflow/dist/style.css";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo, useRef, useState } from "react";
import type { RunEvent } from "#lib/contracts";
import { groupOfNode, type Place, placesOf, placeTables, setTransformation } from "#lib/drafting";
import { useCommands } from "../commands/commands-context.tsx";
import { type Selection, useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import { type CanvasActions, CanvasContext } from "./canvas-context.tsx";
import { Chip } from "./chip.tsx";
import { Bundle, GroupFrame, type GroupNode } from "./group-nodes.tsx";
import { groupsSteadily, movedTables } from "./group-scene.ts";
import { Lane, type TableNode } from "./lane.tsx";
import { LinkLine } from "./link-line.tsx";
import { drawnLinks, feedLinks, keyLinks } from "./links.ts";
import { LiveEvents } from "./live-events.tsx";
import { Picture } from "./picture.tsx";
import { RunNote } from "./run-note.tsx";
import { layOutSteps, withMoved } from "./steps-layout.ts";
import { chosenOf, joinedBy, linkEdges, nodesSteadily } from "./steps-scene.ts";
import type { CanvasRuns } from "./use-canvas-facts.ts";
import { placeBelow, useCanvasMenu } from "./use-canvas-menu.tsx";
import { useGroups } from "./use-groups.ts";
import type { OpenTables } from "./use-open-tables.ts";
import { useStageText } from "./use-stage-text.ts";
import { useSteps } from "./use-steps.ts";

const nodeTypes = { lane: Lane, chip: Chip, bundle: Bundle, frame: GroupFrame };
const edgeTypes = { link: LinkLine };
const noEvents: readonly RunEvent[] = [];

function colourOf({ type, data }: TableNode | GroupNode): string {
  if (data.chosen) return "var(--accent)";
  const { errors, warnings } = "view" in data ? data.view : data;
  if (type === "frame") return "var(--line)";
  return errors > 0 ? "var(--bad)" : warnings > 0 ? "var(--warn)" : "var(--line-strong)";
}

/** Every table as a lane of the eight stages of a run, and what joins tables. */
export default function StepsCanvas({ runs, open }: { runs: CanvasRuns; open: OpenTables }) {
  const t = useTranslations("editor.canvas");
  const router = useRouter();
  const { document, draft, edit, mayEdit } = useEditor();
  const commands = useCommands();
  const { selection, select } = useSelection();
  const text = useStageText();
  const [events, setEvents] = useState(noEvents);
  const views = useSteps(runs, events);
  const menu = useCanvasMenu();
  const [line, setLine] = useState<string>();
  const [dragged, setDragged] = useState<ReadonlyMap<string, Place>>();
  const frame = useRef<HTMLDivElement>(null);
  const [steady] = useState(nodesSteadily);
  const [steadyGroups] = useState(groupsSteadily);

  const groups = useGroups(open.isCrowded);
  const links = useMemo(() => [...feedLinks(views), ...keyLinks(draft)], [views, draft]);
  const places = useMemo(() => placesOf(document, "steps"), [document]);
  const layout = useMemo(() => {
    const parents = (name: string) => links.flatMap((one) => (one.child === name ? [one.parent] : []));
    const tables = views.map(({ name }) => ({ name, parents: parents(name) }));
    return layOutSteps(tables, open.isOpen, places, groups.shown);
  }, [views, links, open.isOpen, places, groups.shown]);
  const shown = useMemo(
    () => (dragged ? withMoved(layout, dragged, groups.shown) : layout),
    [layout, dragged, groups.shown],
  );
  const scene = useMemo(
    () => ({ boxes: layout.boxes, frames: layout.frames, joined: joinedBy(links, layout.drawnIn) }),
    [layout, links],
  );
  const byName = useMemo(() => new Map(views.map((view) => [view.name, view])), [views]);
  const tableNodes = steady(
    shown.boxes.filter(({ name }) => byName.has(name)),
    ({ name }) => ({
      view: byName.get(name) ?? nothing,
      chosen: chosenOf(selection, name),
      mayEdit,
      canClose: open.isCrowded || views.length > 1,
    }),
  );
  const groupNodes = steadyGroups({
    groups: groups.shown,
    layout: shown,
    views: byName,
    chosen: selection?.table,
    mayEdit,
  });
  const nodes = [...groupNodes, ...tableNodes];
  const edges = useMemo(
    () => linkEdges(drawnLinks(links, layout.drawnIn), layout, { chosen: line, mayEdit }),
    [links, layout, line, mayEdit],
  );

  const toggleTable = open.toggle;
  const toggleGroup = groups.toggle;
  const toggle = useCallback(
    (name: string) => {
      if (groupOfNode(name) === undefined) return toggleTable(name);
      // A table within it would keep it open.
      select({ table: name });
      toggleGroup(name);
    },
    [toggleTable, toggleGroup, select],
  );
  const openMenus = menu.open;
  const focus = useCallback(() => frame.current?.focus({ preventScroll: true }), []);
  const actions = useMemo<CanvasActions>(
    () => ({
      choose: (at) => {
        select(at, { isStep: true });
        focus();
      },
      toggle: (table) => {
        toggle(table);
        focus();
      },
      openMenu: (at, opener) => openMenus.menu(at, placeBelow(opener, frame.current)),
      openInserts: (table, stage, opener) =>
        openMenus.inserts(table, stage, placeBelow(opener, frame.current)),
      chooseLine: setLine,
      unlink: (table, index) => {
        setLine(undefined);
        commands.unlink(table, index);
      },
    }),
    [select, focus, toggle, openMenus, commands],
  );
  const groupNamed = (id: string) => groups.shown.find((one) => one.id === id);
  const describe = ({ table, stage }: Selection): string => {
    const group = groupNamed(table);
    if (group) return t("groupSays", { name: group.name, count: group.tables.length });
    const view = byName.get(table);
    const one = view?.stages.find(({ id }) => id === stage);
    return !view ? table : one ? text.stage(table, one) : text.table(view);
  };
  /** Who moves the frame of a group moves its tables. */
  const withMembers = (moved: ReadonlyMap<string, Place>) => movedTables(moved, shown, groups.shown);
  const chosenLine = links.find(({ id }) => id === line);
  const remove = ({ table, stage, column }: Selection) => {
    const group = groupNamed(table);
    if (chosenLine?.kind === "key") actions.unlink(chosenLine.child, chosenLine.index);
    else if (group) commands.ungroup(group.name);
    else if (stage === undefined) commands.remove({ table, column });
    else if (stage === "transform" && byName.has(table) && mayEdit) edit(setTransformation(table, undefined));
    else commands.say(t("nothingToRemove"));
  };
  return (
    <CanvasContext value={actions}>
      <Picture
        picture="steps"
        frame={frame}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colourOf={colourOf}
        scene={scene}
        menu={menu}
        describe={describe}
        remove={remove}
        toggle={toggle}
        chooseLine={setLine}
        isLineChosen={line !== undefined}
        drag={(moved) => setDragged(moved && withMembers(moved))}
        drop={(moved) => {
          setDragged(undefined);
          edit(placeTables("steps", withMembers(moved)));
        }}
      />
      <RunNote runs={runs} />
      {runs.last && runs.last.finishedAt === undefined ? (
        <LiveEvents key={runs.last.id} run={runs.last} tell={setEvents} ended={router.refresh} />
      ) : null}
    </CanvasContext>
  );
}

const nothing = { name: "", isPublished: true, columns: 0, errors: 0, warnings: 0, stages: [], reads: [] };
