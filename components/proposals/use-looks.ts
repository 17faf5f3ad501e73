"use client";

import { useRef, useState } from "react";
import type { ColumnProposal, SourceTable, TableLook } from "#lib/contracts";
import type { ErrorData } from "#lib/kernel";
import type { Action } from "../ui/action.ts";
import { noAnswer } from "../ui/no-answer.ts";
import { tableKey } from "./table-picker.tsx";

export type LookAction = Action<{ name: string; table: { schema?: string; name: string } }, TableLook>;

type Look =
  | { readonly look: TableLook; readonly error?: undefined }
  | { readonly error: ErrorData; readonly look?: undefined };

/**
 * Looks at tables one after another: each answers by itself, so that progress is true and stopping loses nothing. What
 * could not be looked at has no proposal, and is left out.
 */
export function useLooks(action: LookAction) {
  const [found, setFound] = useState<ReadonlyMap<string, Look>>(new Map());
  const [running, setRunning] = useState<{ table: string; done: number; total: number }>();
  // Counts what was begun: a look that was stopped, or of another source, changes nothing any more.
  const turn = useRef(0);
  const run = async (source: string, tables: readonly SourceTable[], isAnew = false) => {
    const mine = ++turn.current;
    const isAll = isAnew || tables.every((table) => found.has(tableKey(table)));
    const waiting = isAll ? tables : tables.filter((table) => !found.has(tableKey(table)));
    for (const [done, { schema, name }] of waiting.entries()) {
      if (turn.current !== mine) return;
      setRunning({ table: name, done, total: waiting.length });
      const answer = await action({
        name: source,
        table: schema === undefined ? { name } : { schema, name },
      }).catch(() => undefined);
      if (turn.current !== mine) return;
      const look: Look = answer?.ok ? { look: answer.value } : { error: answer?.error ?? noAnswer };
      setFound((before) => new Map(before).set(tableKey({ schema, name }), look));
    }
    setRunning(undefined);
  };
  const end = () => {
    turn.current++;
    setRunning(undefined);
  };
  return {
    running,
    run: (source: string, tables: readonly SourceTable[], isAnew = false) => void run(source, tables, isAnew),
    stop: end,
    clear: () => {
      end();
      setFound(new Map());
    },
    isBegun: found.size > 0,
    isDone: (tables: readonly SourceTable[]) =>
      tables.length > 0 && tables.every((table) => found.has(tableKey(table))),
    stateOf: (table: SourceTable) => found.get(tableKey(table)),
    of: (table: SourceTable) => found.get(tableKey(table))?.look,
    change: (table: SourceTable, column: string, change: (before: ColumnProposal) => ColumnProposal) =>
      setFound((before) => {
        const look = before.get(tableKey(table))?.look;
        if (!look) return before;
        const columns = look.columns.map((one) =>
          one.name === column ? { ...change(one), name: column } : one,
        );
        return new Map(before).set(tableKey(table), { look: { ...look, columns } });
      }),
  };
}

export type Looks = ReturnType<typeof useLooks>;
