"use client";

import "reactflow/dist/style.css";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo, useRef, useState } from "react";
import type { RunEvent } from "#lib/contracts";
import { type Place, placesOf, placeTables, setTransformation } from "#lib/drafting";
import { useCommands } from "../commands/commands-context.tsx";
import { type Selection, useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import { type CanvasActions, CanvasContext } from "./canvas-context.tsx";
import { Chip } from "./chip.tsx";
import { Lane, type TableNode } from "./lane.tsx";
import { LinkLine } from "./link-line.tsx";
import { feedLinks, keyLinks } from "./links.ts";
import { LiveEvents } from "./live-events.tsx";
import { Picture } from "./picture.tsx";
import { layOutSteps } from "./steps-layout.ts";
import { chosenOf, joinedBy, linkEdges, nodesSteadily } from "./steps-scene.ts";
import type { CanvasRuns } from "./use-canvas-facts.ts";
import { placeBelow, useCanvasMenu } from "./use-canvas-menu.tsx";
import type { OpenTables } from "./use-open-tables.ts";
import { useStageText } from "./use-stage-text.ts";
import { useSteps } from "./use-steps.ts";

const nodeTypes = { lane: Lane, chip: Chip };
const edgeTypes = { link: LinkLine };
const noEvents: readonly RunEvent[] = [];

const colourOf = (node: TableNode): string =>
  node.data.chosen
    ? "var(--accent)"
    : node.data.view.errors > 0
      ? "var(--bad)"
      : node.data.view.warnings > 0
        ? "var(--warn)"
        : "var(--line-strong)";

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

  const links = useMemo(() => [...feedLinks(views), ...keyLinks(draft)], [views, draft]);
  const places = useMemo(() => placesOf(document, "steps"), [document]);
  const layout = useMemo(() => {
    const parents = (name: string) => links.flatMap((one) => (one.child === name ? [one.parent] : []));
    const tables = views.map(({ name }) => ({ name, parents: parents(name) }));
    return layOutSteps(tables, open.isOpen, places);
  }, [views, links, open.isOpen, places]);
  const boxes = useMemo(
    () => (dragged ? layout.boxes.map((box) => ({ ...box, ...dragged.get(box.name) })) : layout.boxes),
    [layout, dragged],
  );
  const scene = useMemo(() => ({ boxes: layout.boxes, joined: joinedBy(links) }), [layout, links]);
  const byName = useMemo(() => new Map(views.map((view) => [view.name, view])), [views]);
  const nodes = steady(
    boxes.filter(({ name }) => byName.has(name)),
    ({ name }) => ({
      view: byName.get(name) ?? nothing,
      chosen: chosenOf(selection, name),
      mayEdit,
      canClose: open.isCrowded || views.length > 1,
    }),
  );
  const edges = useMemo(
    () => linkEdges(links, layout, { chosen: line, mayEdit }),
    [links, layout, line, mayEdit],
  );

  const { toggle } = open;
  const openMenus = menu.open;
  const focus = useCallback(() => frame.current?.focus({ preventScroll: true }), []);
  const actions = useMemo<CanvasActions>(
    () => ({
      choose: (at) => {
        select(at);
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
  const describe = ({ table, stage }: Selection): string => {
    const view = byName.get(table);
    const one = view?.stages.find(({ id }) => id === stage);
    return !view ? table : one ? text.stage(table, one) : text.table(view);
  };
  const chosenLine = links.find(({ id }) => id === line);
  const remove = ({ table, stage, column }: Selection) => {
    if (chosenLine?.kind === "key") actions.unlink(chosenLine.child, chosenLine.index);
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
        drag={setDragged}
        drop={(moved) => {
          setDragged(undefined);
          edit(placeTables("steps", moved));
        }}
      />
      {runs.last && runs.last.finishedAt === undefined ? (
        <LiveEvents key={runs.last.id} run={runs.last} tell={setEvents} ended={router.refresh} />
      ) : null}
    </CanvasContext>
  );
}

const nothing = { name: "", isPublished: true, columns: 0, errors: 0, warnings: 0, stages: [], reads: [] };
