import { createParser, parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback } from "react";

/** What is chosen in whichever view: a table, or one of its columns. */
export interface Selection {
  readonly table: string;
  readonly column?: string | undefined;
}

/** In the address: names may hold a slash, so each is escaped by itself. */
const selectionParser = createParser<Selection>({
  parse: (text) => {
    const [table, column] = text.split("/").map(decodeURIComponent);
    return table ? { table, column } : null;
  },
  serialize: ({ table, column }) =>
    [table, column].flatMap((name) => (name === undefined ? [] : [encodeURIComponent(name)])).join("/"),
  eq: (a, b) => a.table === b.table && a.column === b.column,
});

/** The chosen table or column, in the address, so that every view of it is a link. */
export function useSelection() {
  const [selection, set] = useQueryState("node", selectionParser.withOptions({ history: "replace" }));
  const select = useCallback((next: Selection | undefined) => void set(next ?? null), [set]);
  return { selection: selection ?? undefined, select };
}

export const viewIds = ["canvas", "columns", "text"] as const;
export type ViewId = (typeof viewIds)[number];

export const useView = () =>
  useQueryState("view", parseAsStringLiteral(viewIds).withDefault("canvas").withOptions({ history: "push" }));
