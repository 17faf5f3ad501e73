"use client";

import { IconPlus, IconSearch, IconTable } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { TextField } from "../../fields/text-field.tsx";
import { ContextMenu } from "../../ui/context-menu.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { EmptyState } from "../../ui/state.tsx";
import { Tree } from "../../ui/tree.tsx";
import { useCommands } from "../commands/commands-context.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./outline.module.css";
import { outlineLines } from "./outline-lines.ts";
import { useSelection } from "./selection.ts";
import { useOutlineMenu } from "./use-outline-menu.tsx";

/** Every table and column of the draft, and all that can be done with them: what canvas and grid show, for keyboard and screen reader alike. */
export function Outline() {
  const t = useTranslations("editor");
  const { draft, diagnostics, mayEdit } = useEditor();
  const { selection, select } = useSelection();
  const commands = useCommands();
  const [filter, setFilter] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(
    () => outlineLines(draft.tables, { open, filter, diagnostics }),
    [draft.tables, open, filter, diagnostics],
  );
  const menu = useOutlineMenu(lines);
  const toggle = (id: string, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(id);
    else next.delete(id);
    setOpen(next);
  };
  return (
    <div className={classes.outline}>
      <div className={classes.filter}>
        <TextField
          value={filter}
          data-filter
          placeholder={t("findInOutline")}
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
        <EmptyState title={filter ? t("nothingFound") : t("noTables")} />
      ) : (
        <Tree
          label={t("outline")}
          choose={(id) => select(lines.find((line) => line.id === id)?.selection)}
          setOpen={toggle}
          onKey={menu.onKey}
          onMenu={menu.open}
          lines={lines.map((line) => ({
            ...line,
            isSelected:
              selection?.table === line.selection.table && selection.column === line.selection.column,
            picture: line.level === 1 ? <IconTable size={14} aria-hidden /> : undefined,
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
