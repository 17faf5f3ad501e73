import {
  createParser,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryState,
  useQueryStates,
} from "nuqs";
import { useCallback, useEffect, useRef } from "react";
import { type PreviewStage, previewStageIds, type StageId, stageIds } from "#lib/contracts";

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

/** The stage whose outcome a preview can show: what follows Protect only copies it. */
export const previewStageOf = (stage: StageId | undefined): PreviewStage | undefined =>
  stage && (previewStageIds.find((id) => id === stage) ?? "protect");

const address = {
  node: selectionParser,
  table: parseAsString,
  stage: parseAsStringLiteral(previewStageIds),
  from: parseAsInteger,
  by: parseAsString,
};

type Address = inferParserType<typeof address>;

/**
 * The chosen table, column or stage, in the address, so that every view of it is a link. Choosing another lets the preview
 * follow: what it was told to show instead is forgotten. A step is one that the browser's Back undoes: what somebody pressed,
 * not what is passed by arrow by arrow.
 */
export function useSelection() {
  const [{ node }, set] = useQueryStates(address, { history: "replace" });
  const now = useRef(node);
  useEffect(() => {
    now.current = node;
  });
  const select = useCallback(
    (next: Selection | undefined, { isStep = false }: { readonly isStep?: boolean } = {}) => {
      const before = now.current;
      if (next === undefined ? before === null : before !== null && selectionParser.eq(before, next)) return;
      const follow = (old: Address) => {
        const shown = old.table ?? old.node?.table;
        const stage = next?.stage ? null : (old.stage ?? previewStageOf(old.node?.stage) ?? null);
        if (!next) return { node: null, table: shown ?? null, stage };
        const isSame = next.table === shown && !next.stage;
        return { node: next, table: null, stage, ...(isSame ? {} : { from: null, by: null }) };
      };
      void set(follow, { history: isStep ? "push" : "replace" });
    },
    [set],
  );
  return { selection: node ?? undefined, select };
}

export const viewIds = ["canvas", "columns", "text"] as const;
export type ViewId = (typeof viewIds)[number];

export const useView = () =>
  useQueryState("view", parseAsStringLiteral(viewIds).withDefault("canvas").withOptions({ history: "push" }));
