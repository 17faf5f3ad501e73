"use client";

import { IconBoxMultiple, IconPlus, IconSearch, IconTable } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { groupsOf } from "#lib/drafting";
import { TextField } from "../../fields/text-field.tsx";
import { ContextMenu } from "../../ui/context-menu.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Tree } from "../../ui/tree.tsx";
import { useCommands } from "../commands/commands-context.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./outline.module.css";
import { groupLine, outlineLines } from "./outline-lines.ts";
import { useSelection } from "./selection.ts";
import { useOutlineMenu } from "./use-outline-menu.tsx";

const pictures = {
  group: <IconBoxMultiple size={14} aria-hidden />,
  table: <IconTable size={14} aria-hidden />,
  column: undefined,
} as const;

/** Every table and column of the draft, and all that can be done with them: what canvas and grid show, for keyboard and screen reader alike. */
export function Outline() {
  const t = useTranslations("editor");
  const { document, draft, diagnostics, mayEdit } = useEditor();
  const { selection, select } = useSelection();
  const commands = useCommands();
  const [filter, setFilter] = useState("");
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const groups = useMemo(() => groupsOf(document), [document]);
  const lines = useMemo(
    () => outlineLines(draft.tables, { groups, toggled, filter, diagnostics }),
    [draft.tables, groups, toggled, filter, diagnostics],
  );
  const setOpen = useCallback((id: string, isOpen: boolean) => {
    setToggled((old) => {
      // A group is open to begin with, a table is closed.
      const isToggled = isOpen !== id.startsWith(groupLine(""));
      if (old.has(id) === isToggled) return old;
      const next = new Set(old);
      if (isToggled) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  // What is chosen, here or elsewhere, is seen; whoever closes it then has it closed.
  const { table: chosenTable, column: chosenColumn } = selection ?? {};
  const latest = useRef({ draft, groups });
  useEffect(() => {
    latest.current = { draft, groups };
  });
  useEffect(() => {
    const table = latest.current.draft.tables.find(({ name }) => name === chosenTable);
    const group = latest.current.groups.find(({ tables }) => tables.some((name) => name === chosenTable));
    if (group) setOpen(groupLine(group.name), true);
    if (table && chosenColumn !== undefined) setOpen(`${table.index}`, true);
  }, [chosenTable, chosenColumn, setOpen]);
  const menu = useOutlineMenu(lines, setOpen);
  return (
    <div className={classes.outline}>
      <div className={classes.filter}>
        <TextField
          value={filter}
          data-filter
          placeholder={t("findName")}
          aria-label={t("findInOutline")}
          picture={<IconSearch size={15} />}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        {mayEdit ? (
          <IconButton label={t("canvas.addTables")} onClick={() => commands.ask({ kind: "add-tables" })}>
            <IconPlus size={16} />
          </IconButton>
        ) : null}
      </div>
      {lines.length === 0 ? (
        <p className={classes.nothing}>{filter ? t("nothingFound") : t("noTables")}</p>
      ) : (
        <Tree
          label={t("outline")}
          choose={(id) => select(lines.find((line) => line.id === id)?.selection, { isStep: true })}
          setOpen={setOpen}
          onKey={menu.onKey}
          onMenu={menu.open}
          lines={lines.map((line) => ({
            ...line,
            isSelected:
              selection?.table === line.selection.table && selection.column === line.selection.column,
            picture: pictures[line.kind],
            aside:
              line.problems > 0 ? (
                <span className={classes.problems} title={t("problemCount", { count: line.problems })}>
                  {line.problems}
                </span>
              ) : undefined,
          }))}
        />
      )}
      {menu.shown ? <ContextMenu {...menu.shown} /> : null}
    </div>
  );
}
