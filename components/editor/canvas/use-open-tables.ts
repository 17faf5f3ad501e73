"use client";

import { useCallback, useMemo, useState } from "react";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import { mostNodes, nodeCount } from "./steps-layout.ts";

export interface OpenTables {
  readonly isOpen: (table: string) => boolean;
  readonly toggle: (table: string) => void;
  /** Too many tables for all their stages to be read. */
  readonly isCrowded: boolean;
  readonly setAll: (isOpen: boolean) => void;
  readonly areAllOpen: boolean;
}

/** Which tables are drawn as lanes: all where there is room, else those that somebody opened. */
export function useOpenTables(): OpenTables {
  const { draft } = useEditor();
  const { selection } = useSelection();
  const isCrowded = nodeCount(draft.tables.length) > mostNodes;
  /** What all are, where somebody said it, and which tables differ from that. */
  const [all, setAll] = useState<boolean>();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const areOpen = all ?? !isCrowded;
  // A stage that was chosen elsewhere has to be seen.
  const wanted = selection?.stage === undefined ? undefined : selection.table;
  const isOpen = useCallback(
    (table: string) => areOpen !== toggled.has(table) || table === wanted,
    [areOpen, toggled, wanted],
  );
  const toggle = useCallback(
    (table: string) =>
      setToggled((old) => {
        const next = new Set(old);
        if (!next.delete(table)) next.add(table);
        return next;
      }),
    [],
  );
  return useMemo(
    () => ({
      isOpen,
      toggle,
      isCrowded,
      areAllOpen: areOpen && toggled.size === 0,
      setAll: (value: boolean) => {
        setAll(value);
        setToggled(new Set());
      },
    }),
    [isOpen, toggle, isCrowded, areOpen, toggled],
  );
}
