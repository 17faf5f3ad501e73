"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import type { Json } from "#lib/drafting";
import { useEditor } from "../store/editor-context.tsx";
import { columnsIn } from "./model/looks.ts";

const none: ReadonlyMap<string, Json> = new Map();

/** The columns as the newest revision has them, asked for when somebody wants to know what changed; without a revision all are new. */
export function useRevisionColumns(isWanted: boolean): ReadonlyMap<string, Json> | undefined {
  const { actions, name, module } = useEditor();
  const newest = module.revisions[0]?.number;
  const [known, setKnown] = useState<{ revision: number; columns: ReadonlyMap<string, Json> }>();
  const isKnown = known?.revision === newest;
  useEffect(() => {
    if (!isWanted || isKnown || newest === undefined) return;
    let isCurrent = true;
    void actions
      .getRevision({ module: name, revision: newest })
      .catch(() => undefined)
      .then((answer) => {
        if (!isCurrent || !answer?.ok) return;
        setKnown({ revision: newest, columns: columnsIn(z.json().parse(answer.value.document)) });
      });
    return () => {
      isCurrent = false;
    };
  }, [actions, isKnown, isWanted, name, newest]);
  return newest === undefined ? none : isKnown ? known?.columns : undefined;
}
