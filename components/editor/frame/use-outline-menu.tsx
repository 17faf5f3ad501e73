"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type KeyboardEvent, useState } from "react";
import { useSingleKeys } from "../../shell/use-shortcuts.ts";
import type { ContextMenu, MenuPlace } from "../../ui/context-menu.tsx";
import { useCommands } from "../commands/commands-context.tsx";
import {
  menuItems,
  stageItems,
  type TableCommandId,
  tableCommandIds,
  tableCommands,
} from "../commands/table-commands.tsx";
import { useEditor } from "../store/editor-context.tsx";
import type { OutlineLine } from "./outline-lines.ts";

const letters: Readonly<Record<string, TableCommandId>> = { KeyC: "connect", KeyA: "addTables" };
const keys: Readonly<Record<string, TableCommandId>> = {
  F2: "rename",
  Delete: "remove",
  Backspace: "remove",
};
const moves: Readonly<Record<string, TableCommandId>> = { ArrowUp: "earlier", ArrowDown: "later" };

/** The commands of the outline's lines: by keys, and as a menu, which leads to the stages of a table too. */
export function useOutlineMenu(lines: readonly OutlineLine[]) {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  const { draft, mayEdit } = useEditor();
  const commands = useCommands();
  const [singleKeys] = useSingleKeys();
  const [asked, setAsked] = useState<{ line: OutlineLine; at: MenuPlace }>();
  const lineOf = (id: string) => lines.find((line) => line.id === id);
  const onKey = (event: KeyboardEvent, id: string): boolean => {
    const line = lineOf(id);
    if (!line || !mayEdit || event.metaKey || event.ctrlKey) return false;
    const command = event.altKey
      ? moves[event.code]
      : (keys[event.code] ?? (singleKeys ? letters[event.code] : undefined));
    if (!command) return false;
    const { isForColumns, run } = tableCommands[command];
    const { table } = line.selection;
    // A column's line moves its table no more than it adds one.
    if (line.level === 2 && !isForColumns && command !== "addTables") return false;
    run(commands, command === "addTables" ? { table } : line.selection);
    return true;
  };
  const table = draft.tables.find(({ name }) => name === asked?.line.selection.table);
  const menu = (): ComponentProps<typeof ContextMenu> | undefined => {
    if (!asked || !table) return undefined;
    const { selection, level, text } = asked.line;
    const own = mayEdit ? menuItems(tableCommandIds, { t, commands, at: selection, table }) : [];
    const stages =
      level === 1
        ? stageItems(table.name, {
            t: (stage) => t("goToStage", { stage: common(`stage.${stage}`) }),
            go: commands.openInspector,
          })
        : [];
    return { label: text, items: [...own, ...stages], at: asked.at, close: () => setAsked(undefined) };
  };
  return {
    onKey,
    open: (id: string, at: MenuPlace) => {
      const line = lineOf(id);
      if (line) setAsked({ line, at });
    },
    shown: menu(),
  };
}
