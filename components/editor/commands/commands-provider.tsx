"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  moveTable,
  removeColumns,
  removeForeignKey,
  removeGroup,
  removeTables,
  setTransformation,
  steps,
} from "#lib/drafting";
import { notify } from "../../ui/notices.ts";
import { useSelection } from "../frame/selection.ts";
import { type Editor, useEditor } from "../store/editor-context.tsx";
import type { Ask } from "./ask.ts";
import classes from "./commands.module.css";
import { type Commands, CommandsContext } from "./commands-context.tsx";
import { CommandDialog } from "./dialogs.tsx";
import { starterScript } from "./starter-script.ts";

/** Holds the one open dialog and what was said last. */
export function CommandsProvider({
  openInspector,
  children,
}: {
  openInspector: () => void;
  children: ReactNode;
}) {
  const t = useTranslations("editor.canvas");
  const editor = useEditor();
  const { select } = useSelection();
  const [asked, ask] = useState<Ask>();
  const [said, say] = useState("");
  const now = useRef(editor);
  useEffect(() => {
    now.current = editor;
  });

  const withUndo = useCallback(
    (text: string, change: (editor: Editor) => void) => {
      const { mayEdit, state } = now.current;
      if (!mayEdit) return;
      const place = steps(state.session.history).current + 1;
      change(now.current);
      const undo = () => {
        const history = steps(now.current.state.session.history);
        // What came after it is not undone for it.
        if (history.current === place && history.all.length === place + 1) now.current.undo();
        else notify(t("undoLater"), "bad");
      };
      notify(text, "good", { text: t("undo"), run: undo });
    },
    [t],
  );
  const commands = useMemo<Commands>(
    () => ({
      ask: (one) => (now.current.mayEdit ? ask(one) : undefined),
      remove: ({ table, column }) =>
        withUndo(t("removed", { name: column ? `${table}.${column}` : table }), ({ edit }) => {
          edit(column ? removeColumns([{ table, column }]) : removeTables([table]));
          select(column ? { table } : undefined);
        }),
      unlink: (table, index) =>
        withUndo(t("unlinked", { name: table }), ({ edit }) => edit(removeForeignKey(table, index))),
      ungroup: (name) => withUndo(t("ungrouped", { name }), ({ edit }) => edit(removeGroup(name))),
      reorder: (name, by) => {
        const { draft, edit, mayEdit } = now.current;
        const table = draft.tables.find((one) => one.name === name);
        if (!table || !mayEdit) return;
        const to = Math.max(0, Math.min(draft.tables.length - 1, table.index + by));
        if (to === table.index) return;
        edit(moveTable(name, to));
        say(t("reordered", { name, place: to + 1, count: draft.tables.length }));
      },
      addTransformation: (name) => {
        const { draft, edit, mayEdit } = now.current;
        const table = draft.tables.find((one) => one.name === name);
        if (!table || !mayEdit) return;
        if (table.transformation === undefined) edit(setTransformation(name, starterScript(table, draft)));
        select({ table: name, stage: "transform" });
        openInspector();
      },
      say,
      openInspector: (at) => {
        select(at, { isStep: true });
        openInspector();
      },
    }),
    [openInspector, select, t, withUndo],
  );
  return (
    <CommandsContext value={commands}>
      {children}
      <p className={classes.said} aria-live="polite">
        {said}
      </p>
      {asked ? <CommandDialog ask={asked} close={() => ask(undefined)} /> : null}
    </CommandsContext>
  );
}
