import { useMemo, useState } from "react";
import { findHierarchy } from "#lib/anonymizers";
import type { DraftModule, DraftRule } from "#lib/drafting";
import { columnFacts } from "../../rules/column-facts.ts";
import { useEditor } from "../../store/editor-context.tsx";
import { columnValues } from "../values/column-values.ts";
import { useSample } from "../values/use-sample.ts";
import type { Row } from "./value-rows.ts";

type NamedHierarchy = DraftModule["hierarchies"][number];

/** The first column that uses a hierarchy: its values are what the tree is about. */
function userOf(draft: DraftModule, name: string | undefined) {
  if (name === undefined) return undefined;
  for (const table of draft.tables) {
    const column = table.columns.find(
      (one) => one.hierarchy === name || one.anonymize?.with.hierarchy === name,
    );
    if (column) return { table, column, datatype: columnFacts(draft, table, column).datatype };
  }
  return undefined;
}

/** Labels of values; those that the hierarchy does not cover are left out and counted. */
function labelled(rule: DraftRule | undefined, values: readonly string[]) {
  const definition = rule && findHierarchy(rule.rule);
  const params = definition?.params.safeParse(rule?.with ?? {});
  if (!definition || !params?.success) return { rows: [], uncovered: 0 };
  const levels = definition.levels(params.data);
  const rows = values.flatMap((value): Row[] => {
    const labels = Array.from({ length: levels - 1 }, (_, at) =>
      definition.label(params.data, value, at + 1),
    );
    return labels.some((label) => label === null) ? [] : [[value, ...labels.map(String)]];
  });
  return { rows, uncovered: values.length - rows.length };
}

/**
 * The values that a hierarchy is drawn for: those that it lists, else those of a sample of the column that uses it, where they
 * may be seen, else some that are typed.
 */
export function useDrawnValues(hierarchy: NamedHierarchy | undefined) {
  const { draft } = useEditor();
  const [typed, setTyped] = useState<readonly string[]>();
  const user = userOf(draft, hierarchy?.name);
  const look = useSample(user?.table.name ?? "");
  const found = look.sample?.preview;
  const values = useMemo(
    () => (found && user ? columnValues(found, user.column.name) : undefined),
    [found, user],
  );
  const definition = hierarchy && findHierarchy(hierarchy.rule);
  const examples = definition?.docs.examples.map(({ input }) => input) ?? [];
  const params = definition?.params.safeParse(hierarchy?.with ?? {});
  const listed = params?.success ? definition?.rows?.(params.data) : undefined;
  const sampled = values && [...values.accepted, ...values.refused];
  const shown = typed ?? sampled?.map(({ value }) => value) ?? [...new Set(examples)];
  const { rows, uncovered } = listed ? { rows: listed, uncovered: 0 } : labelled(hierarchy, shown);
  return {
    rows,
    uncovered,
    /** Rows of the sample by value. */
    counts: new Map((sampled ?? []).map(({ value, rows: count }) => [value, count])),
    from: listed
      ? ("list" as const)
      : typed
        ? ("typed" as const)
        : sampled
          ? ("sample" as const)
          : ("examples" as const),
    column: user && `${user.table.name}.${user.column.name}`,
    look: user ? look : undefined,
    shown,
    setTyped,
    isMade: params?.success ?? false,
  };
}

export type DrawnValues = ReturnType<typeof useDrawnValues>;
