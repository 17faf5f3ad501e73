"use client";

import "reactflow/dist/style.css";
import { IconDotsVertical } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { memo, useCallback, useMemo, useRef, useState } from "react";
import { MarkerType, type Node, type NodeProps } from "reactflow";
import { type DraftTable, type Place, placesOf, placeTables } from "#lib/drafting";
import { boxWidth, type DrawnTable, heightOf, layOut } from "../../modules/lay-out.ts";
import { handleOf, RelationBox, titleHandle } from "../../modules/relation-box.tsx";
import { useCommands } from "../commands/commands-context.tsx";
import { type Selection, useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./canvas.module.css";
import { type CanvasActions, CanvasContext, useCanvasActions } from "./canvas-context.tsx";
import { type LinkEdge, LinkLine } from "./link-line.tsx";
import { keyLinks } from "./links.ts";
import { Picture } from "./picture.tsx";
import { joinedBy } from "./steps-scene.ts";
import { placeBelow, useCanvasMenu } from "./use-canvas-menu.tsx";

type RelationNode = Node<
  {
    readonly table: DrawnTable;
    readonly chosen: { readonly column?: string | undefined } | undefined;
    readonly mayEdit: boolean;
  },
  "relation"
>;

const nodeTypes = { relation: memo(RelationTable) };
const edgeTypes = { link: LinkLine };
const marker = { type: MarkerType.ArrowClosed, width: 14, height: 14, color: "var(--ink-3)" };
const colourOf = (node: RelationNode) => (node.data.chosen ? "var(--accent)" : "var(--line-strong)");

/** What is drawn of a table, once for each state of it. */
const drawn = new WeakMap<DraftTable, DrawnTable>();
function drawnOf(table: DraftTable): DrawnTable {
  const known = drawn.get(table);
  if (known) return known;
  const made: DrawnTable = {
    name: table.name,
    isPublished: table.isPublished,
    primaryKey: table.primaryKey,
    columns: table.columns.map(({ name, privacyClass }) => ({ name, privacyClass })),
    references: table.foreignKeys.map(({ parent, columns }) => ({ table: parent, columns })),
  };
  drawn.set(table, made);
  return made;
}

/** The tables and the keys between them, to be changed here: lines are drawn from a column to its parent. */
export default function RelationsCanvas() {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  const { document, draft, edit, mayEdit } = useEditor();
  const commands = useCommands();
  const { selection, select } = useSelection();
  const menu = useCanvasMenu();
  const [line, setLine] = useState<string>();
  const [dragged, setDragged] = useState<ReadonlyMap<string, Place>>();
  const frame = useRef<HTMLDivElement>(null);
  const tables = useMemo(() => draft.tables.filter(({ name }) => name !== "").map(drawnOf), [draft.tables]);
  const links = useMemo(() => keyLinks(draft), [draft]);
  const places = useMemo(() => placesOf(document, "relations"), [document]);
  const layout = useMemo(() => layOut(tables), [tables]);
  const scene = useMemo(
    () => ({
      boxes: tables.map((table) => ({
        name: table.name,
        ...(places.get(table.name) ?? layout.places.get(table.name) ?? { x: 0, y: 0 }),
        width: boxWidth,
        height: heightOf(table),
        isOpen: false,
      })),
      joined: joinedBy(links),
    }),
    [tables, places, layout, links],
  );
  const nodes = useMemo(() => {
    const byName = new Map(scene.boxes.map((box) => [box.name, box]));
    return tables.map((table): RelationNode => {
      const at = dragged?.get(table.name) ?? byName.get(table.name) ?? { x: 0, y: 0 };
      return {
        id: table.name,
        type: "relation",
        position: { x: at.x, y: at.y },
        width: boxWidth,
        height: heightOf(table),
        draggable: mayEdit,
        data: {
          table,
          chosen: selection?.table === table.name ? { column: selection.column } : undefined,
          mayEdit,
        },
      };
    });
  }, [tables, scene, dragged, selection, mayEdit]);
  const edges = useMemo(
    () =>
      links.flatMap((link): LinkEdge[] => {
        const child = tables.find(({ name }) => name === link.child);
        if (link.kind !== "key" || !child) return [];
        const isPlaced = places.has(link.parent) || places.has(link.child);
        return [
          {
            id: link.id,
            type: "link",
            source: link.parent,
            target: link.child,
            sourceHandle: titleHandle,
            targetHandle: handleOf(child, link.columns),
            markerStart: marker,
            data: {
              link,
              passages: isPlaced ? [] : layout.lanes(link.parent, link.child),
              isChosen: link.id === line,
              mayEdit,
            },
          },
        ];
      }),
    [links, tables, places, layout, line, mayEdit],
  );
  const focus = useCallback(() => frame.current?.focus({ preventScroll: true }), []);
  const openMenus = menu.open;
  const actions = useMemo<CanvasActions>(
    () => ({
      choose: (at) => {
        select(at, { isStep: true });
        focus();
      },
      toggle: () => undefined,
      openMenu: (at, opener) => openMenus.menu(at, placeBelow(opener, frame.current)),
      openInserts: (table, stage, opener) =>
        openMenus.inserts(table, stage, placeBelow(opener, frame.current)),
      chooseLine: setLine,
      unlink: (table, index) => {
        setLine(undefined);
        commands.unlink(table, index);
      },
    }),
    [select, focus, openMenus, commands],
  );
  const chosenLine = links.find(({ id }) => id === line);
  const describe = ({ table }: Selection): string => {
    const one = draft.tables.find(({ name }) => name === table);
    if (!one) return table;
    const parents = one.foreignKeys.map(({ columns, parent }) => `${columns.join(", ")} → ${parent}`);
    return [`${table}: ${common("columnCount", { count: one.columns.length })}`, ...parents].join(". ");
  };
  return (
    <CanvasContext value={actions}>
      <Picture
        picture="relations"
        frame={frame}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colourOf={colourOf}
        scene={scene}
        menu={menu}
        describe={describe}
        remove={(at) => {
          if (chosenLine?.kind === "key") actions.unlink(chosenLine.child, chosenLine.index);
          else if (at.column === undefined) commands.remove({ table: at.table });
          else commands.say(t("nothingToRemove"));
        }}
        chooseLine={setLine}
        isLineChosen={line !== undefined}
        drag={setDragged}
        drop={(moved) => {
          setDragged(undefined);
          edit(placeTables("relations", moved));
        }}
      />
    </CanvasContext>
  );
}

function RelationTable({ data }: NodeProps<RelationNode>) {
  const t = useTranslations("editor.canvas");
  const actions = useCanvasActions();
  const { table, chosen, mayEdit } = data;
  return (
    <RelationBox
      table={table}
      chosen={chosen}
      isConnectable={mayEdit}
      choose={(column) => actions.choose({ table: table.name, column })}
      aside={
        <button
          type="button"
          tabIndex={-1}
          className={`${classes.small} nodrag`}
          style={{ marginBlock: -4, marginInlineEnd: -6 }}
          aria-haspopup="menu"
          aria-label={t("menuOf", { table: table.name })}
          title={t("menuOf", { table: table.name })}
          onClick={(event) => {
            event.stopPropagation();
            actions.openMenu({ table: table.name }, event.currentTarget);
          }}
        >
          <IconDotsVertical size={15} aria-hidden />
        </button>
      }
    />
  );
}
