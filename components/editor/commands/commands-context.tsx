"use client";

import { useTranslations } from "next-intl";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import {
  moveTable,
  removeColumns,
  removeForeignKey,
  removeTables,
  setTransformation,
  steps,
} from "#lib/drafting";
import { notify } from "../../ui/notices.ts";
import { type Selection, useSelection } from "../frame/selection.ts";
import { type Editor, useEditor } from "../store/editor-context.tsx";
import classes from "./commands.module.css";
import { type Ask, CommandDialog } from "./dialogs.tsx";
import { starterScript } from "./starter-script.ts";

/** What every view of a draft offers for tables and columns, alike: canvas and outline are at parity because both call these. */
export interface Commands {
  /** Asks what has to be known first, in a dialog. */
  readonly ask: (ask: Ask) => void;
  /** Takes a table or column out at once; the notice undoes it. */
  readonly remove: (at: Selection) => void;
  readonly unlink: (table: string, index: number) => void;
  /** Earlier or later in the document, by so many places. */
  readonly reorder: (table: string, by: number) => void;
  readonly addTransformation: (table: string) => void;
  /** Tells a screen reader, politely. */
  readonly say: (text: string) => void;
  readonly openInspector: (at: Selection) => void;
}

const Context = createContext<Commands | undefined>(undefined);

export function useCommands(): Commands {
  const commands = useContext(Context);
  if (!commands) throw new Error("outside of an editor");
  return commands;
}

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
        select(at);
        openInspector();
      },
    }),
    [openInspector, select, t, withUndo],
  );
  return (
    <Context value={commands}>
      {children}
      <p className={classes.said} aria-live="polite">
        {said}
      </p>
      {asked ? <CommandDialog ask={asked} close={() => ask(undefined)} /> : null}
    </Context>
  );
}
