"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type KeyboardEvent, useState } from "react";
import { groupOfNode } from "#lib/drafting";
import { useKeyText } from "../../shell/keys/key-caps.tsx";
import { useKeymap } from "../../shell/keys/keymap.ts";
import { shortcutHere } from "../../shell/keys/press.ts";
import { useScope } from "../../shell/keys/scopes.ts";
import type { ContextMenu, MenuPlace } from "../../ui/context-menu.tsx";
import { useCommands } from "../commands/commands-context.tsx";
import {
  groupItems,
  menuItems,
  stageItems,
  type TableCommandId,
  tableCommandIds,
  tableCommands,
} from "../commands/table-commands.tsx";
import { useEditor } from "../store/editor-context.tsx";
import type { OutlineLine } from "./outline-lines.ts";

const deeds = ["connect", "add", "rename", "remove", "group"] as const;
/** The canvas' own shortcuts, for the same commands. */
const same: Readonly<Record<(typeof deeds)[number], TableCommandId>> = {
  connect: "connect",
  add: "addTables",
  rename: "rename",
  remove: "remove",
  group: "group",
};
const moves: Readonly<Record<string, TableCommandId>> = { ArrowUp: "earlier", ArrowDown: "later" };

/** The commands of the outline's lines: by keys, and as a menu, which leads to the stages of a table too. */
export function useOutlineMenu(
  lines: readonly OutlineLine[],
  setOpen: (id: string, isOpen: boolean) => void,
) {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  const { draft, mayEdit } = useEditor();
  const commands = useCommands();
  const keymap = useKeymap();
  const keysOf = useKeyText();
  useScope("outline");
  const [asked, setAsked] = useState<{ line: OutlineLine; at: MenuPlace }>();
  const lineOf = (id: string) => lines.find((line) => line.id === id);
  const onGroupKey = (line: OutlineLine, deed: keyof typeof same | undefined): boolean => {
    const group = groupOfNode(line.selection.table);
    if (group === undefined || deed === undefined || !mayEdit) return false;
    if (deed === "remove") commands.ungroup(group);
    else if (deed === "rename" || deed === "group") commands.ask({ kind: "group", group });
    else if (deed === "add") commands.ask({ kind: "add-tables" });
    return deed !== "connect";
  };
  const onKey = (event: KeyboardEvent, id: string): boolean => {
    const line = lineOf(id);
    if (!line) return false;
    if (event.code === "Enter" && !event.metaKey && !event.ctrlKey) {
      if (line.kind === "group") setOpen(id, !line.isOpen);
      else commands.openInspector(line.selection);
      return true;
    }
    const deed = shortcutHere(event.nativeEvent, deeds, keymap);
    if (line.kind === "group") return onGroupKey(line, deed);
    const command = deed ? same[deed] : event.altKey ? moves[event.code] : undefined;
    if (!command || !mayEdit) return false;
    const { isForColumns, run } = tableCommands[command];
    const { table } = line.selection;
    // A column's line moves its table no more than it adds one.
    if (line.kind === "column" && !isForColumns && command !== "addTables") return false;
    run(commands, command === "addTables" ? { table } : line.selection);
    return true;
  };
  const table = draft.tables.find(({ name }) => name === asked?.line.selection.table);
  const menu = (): ComponentProps<typeof ContextMenu> | undefined => {
    if (!asked) return undefined;
    const { selection, kind, text } = asked.line;
    const close = () => setAsked(undefined);
    const group = groupOfNode(selection.table);
    if (group !== undefined)
      return mayEdit
        ? { label: group, items: groupItems(group, { t, commands }), at: asked.at, close }
        : undefined;
    if (!table) return undefined;
    const own = mayEdit ? menuItems(tableCommandIds, { t, commands, at: selection, table, keysOf }) : [];
    const stages =
      kind === "table"
        ? stageItems(table.name, {
            t: (stage) => t("goToStage", { stage: common(`stage.${stage}`) }),
            go: commands.openInspector,
          })
        : [];
    return { label: text, items: [...own, ...stages], at: asked.at, close };
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
