import { createParser, parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback } from "react";
import { type StageId, stageIds } from "#lib/contracts";

/** What is chosen in whichever view: a table, or one of its columns, and what a run does with it at a stage. */
export interface Selection {
  readonly table: string;
  readonly column?: string | undefined;
  readonly stage?: StageId | undefined;
}

/** In the address: names may hold a slash, so each is escaped by itself. */
export const selectionParser = createParser<Selection>({
  parse: (text) => {
    const [table, column, stage] = text.split("/").map(unescaped);
    const known = stageIds.find((id) => id === stage);
    return table ? { table, column: column || undefined, stage: known } : null;
  },
  serialize: ({ table, column = "", stage = "" }) =>
    [table, column, stage].map(encodeURIComponent).join("/").replace(/\/+$/, ""),
  eq: (a, b) => a.table === b.table && a.column === b.column && a.stage === b.stage,
});

/** Somebody may have written the address by hand. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The chosen table, column or stage, in the address, so that every view of it is a link. */
export function useSelection() {
  const [selection, set] = useQueryState("node", selectionParser.withOptions({ history: "replace" }));
  const select = useCallback((next: Selection | undefined) => void set(next ?? null), [set]);
  return { selection: selection ?? undefined, select };
}

export const viewIds = ["canvas", "columns", "text"] as const;
export type ViewId = (typeof viewIds)[number];

export const useView = () =>
  useQueryState("view", parseAsStringLiteral(viewIds).withDefault("canvas").withOptions({ history: "push" }));
