"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, useMemo, useState } from "react";
import type { StageId } from "#lib/contracts";
import { groupOfNode } from "#lib/drafting";
import { useKeyText } from "../../shell/keys/key-caps.tsx";
import type { ContextMenu, MenuPlace } from "../../ui/context-menu.tsx";
import { useCommands } from "../commands/commands-context.tsx";
import {
  groupItems,
  insertsAfter,
  menuItems,
  type TableCommandId,
  tableCommandIds,
} from "../commands/table-commands.tsx";
import type { Selection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";

interface Asked {
  readonly of: Selection;
  readonly at: MenuPlace;
  /** What can be put behind this stage; else all that can be done with the table. */
  readonly after?: StageId | undefined;
}

const additions: readonly TableCommandId[] = ["transform", "cleanse", "check", "connect", "addTables"];

/** The one open menu of the picture: of a table, or of what can be added at a place. */
export function useCanvasMenu() {
  const t = useTranslations("editor.canvas");
  const { draft } = useEditor();
  const commands = useCommands();
  const [asked, setAsked] = useState<Asked>();
  const table = draft.tables.find(({ name }) => name === asked?.of.table);
  const idsOf = ({ after, of }: Asked): readonly TableCommandId[] => {
    if (!after) return tableCommandIds;
    const here = table ? insertsAfter(table, after) : [];
    // Nothing stands behind some stages: then all that can be added to the table.
    return here.length > 0 && of.stage === after ? here : additions;
  };
  const keysOf = useKeyText();
  const group = asked && groupOfNode(asked.of.table);
  const shown: ComponentProps<typeof ContextMenu> | undefined =
    asked && group !== undefined
      ? {
          label: group,
          items: groupItems(group, { t, commands }),
          at: asked.at,
          close: () => setAsked(undefined),
        }
      : asked && table
        ? {
            label: asked.after ? t("add") : table.name,
            items: menuItems(idsOf(asked), { t, commands, at: { table: table.name }, table, keysOf }),
            at: asked.at,
            close: () => setAsked(undefined),
          }
        : undefined;
  const open = useMemo(
    () => ({
      menu: (of: Selection, at: MenuPlace) => setAsked({ of, at }),
      inserts: (name: string, after: StageId, at: MenuPlace) =>
        setAsked({ of: { table: name, stage: after }, at, after }),
    }),
    [],
  );
  return { open, shown };
}

/** Below what was pressed. */
export function placeBelow(element: HTMLElement, opener: HTMLElement | null): MenuPlace {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left, y: bottom + 2, opener };
}
