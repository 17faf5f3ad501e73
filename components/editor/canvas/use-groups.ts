"use client";

import { useCallback, useMemo, useState } from "react";
import { groupNode, type TableGroup } from "#lib/drafting";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import { groupsIn } from "./gather.ts";

export interface ShownGroup extends TableGroup {
  /** Of its node. */
  readonly id: string;
  readonly isOpen: boolean;
  /** Somebody made it; else it is there as there are too many tables to be drawn. */
  readonly isOwn: boolean;
}

export interface Groups {
  readonly shown: readonly ShownGroup[];
  readonly toggle: (id: string) => void;
}

/** Groups of tables: those that somebody made, and, where there are too many tables for a picture, all others as well. */
export function useGroups(isCrowded: boolean): Groups {
  const { document, draft } = useEditor();
  const { selection } = useSelection();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const { own, gathered } = useMemo(() => groupsIn(document, draft), [document, draft]);
  const wanted = selection?.table;
  const shown = useMemo(
    () =>
      [
        ...own.map((group) => ({ ...group, isOwn: true })),
        ...gathered.map((group) => ({ ...group, isOwn: false })),
      ].map((group): ShownGroup => {
        const id = groupNode(group.name);
        // What was chosen elsewhere has to be seen.
        const isWanted = wanted !== undefined && group.tables.includes(wanted);
        return { ...group, id, isOpen: isWanted || isCrowded === toggled.has(id) };
      }),
    [own, gathered, isCrowded, toggled, wanted],
  );
  const toggle = useCallback(
    (id: string) =>
      setToggled((old) => {
        const next = new Set(old);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  return useMemo(() => ({ shown, toggle }), [shown, toggle]);
}
