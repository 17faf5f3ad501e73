"use client";

import { useEffect, useRef, useState } from "react";
import { inEnvironment, type TableSuggestions } from "#lib/contracts";
import { acceptSuggestions } from "#lib/drafting";
import type { ErrorData } from "#lib/kernel";
import { useEnvironment } from "../../environments/use-environment.ts";
import { whenPythonIsReady } from "../../preview/python-progress.ts";
import { noAnswer } from "../../ui/no-answer.ts";
import { useEditor } from "../store/editor-context.tsx";
import type { Suggestion } from "./grid/cell-props.ts";
import { type ColumnRow, rowId } from "./model/rows.ts";

/** What detection says of tables, looked at one after another; nothing of it is in the draft before somebody accepts it. */
export function useSuggestions() {
  const { actions, name, edit, flush } = useEditor();
  const [environment] = useEnvironment();
  const [isOpen, setOpen] = useState(false);
  const [isAll, setAll] = useState(false);
  const [found, setFound] = useState<ReadonlyMap<string, Suggestion>>(new Map());
  const [skipped, setSkipped] = useState<readonly TableSuggestions[]>([]);
  const [running, setRunning] = useState<{ table: string; done: number; total: number }>();
  const [error, setError] = useState<ErrorData>();
  const [looked, setLooked] = useState(0);
  // Counts what was begun: a look that was stopped changes nothing any more.
  const turn = useRef(0);
  const waiting = useRef<AbortController>(undefined);
  const end = () => {
    waiting.current?.abort();
    return ++turn.current;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it ends what goes on when the page, or the environment, is left
  useEffect(
    () => () => {
      end();
      setRunning(undefined);
      setFound(new Map());
      setSkipped([]);
      setError(undefined);
      setLooked(0);
    },
    [environment],
  );
  const run = async (tables: readonly string[]) => {
    const mine = end();
    const wanted = new AbortController();
    waiting.current = wanted;
    setFound(new Map());
    setSkipped([]);
    setError(undefined);
    setLooked(0);
    // The draft of the server is what is looked at.
    await flush();
    for (const [done, table] of tables.entries()) {
      if (turn.current !== mine) return;
      setRunning({ table, done, total: tables.length });
      const where = inEnvironment(environment);
      const asked = { module: name, ...where, table, all: isAll };
      const { signal } = wanted;
      const answer = await whenPythonIsReady(actions.suggestClasses, asked, { signal }).catch(
        () => undefined,
      );
      if (turn.current !== mine) return;
      setLooked(done + 1);
      if (!answer?.ok) {
        setError(answer?.error ?? noAnswer);
        continue;
      }
      const { columns, skipped: why } = answer.value;
      if (why) setSkipped((before) => [...before, answer.value]);
      setFound((before) => {
        const next = new Map(before);
        for (const one of columns) next.set(rowId({ table, column: one.name }), one);
        return next;
      });
    }
    setRunning(undefined);
  };
  const stop = () => {
    end();
    setRunning(undefined);
  };
  const close = () => {
    stop();
    setOpen(false);
    setFound(new Map());
    setLooked(0);
  };
  /** Takes the suggestions for rows over, as one step; rows without one are left alone. */
  const accept = (rows: readonly ColumnRow[]) => {
    const chosen = rows.flatMap((row) => {
      const proposal = found.get(row.id);
      return proposal ? [{ table: row.table, column: row.column, proposal }] : [];
    });
    if (chosen.length === 0) return;
    edit(acceptSuggestions(chosen));
    setFound((before) => {
      const next = new Map(before);
      for (const one of chosen) next.delete(rowId(one));
      return next;
    });
  };
  return {
    environment,
    isOpen,
    open: () => setOpen(true),
    close,
    isAll,
    setAll,
    found,
    skipped,
    running,
    error,
    looked,
    run: (tables: readonly string[]) => void run(tables),
    stop,
    accept,
  };
}
export type Suggestions = ReturnType<typeof useSuggestions>;
