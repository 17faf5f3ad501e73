import { useMemo } from "react";
import { type DraftTable, referenceOf } from "#lib/drafting";
import { useEditor } from "../store/editor-context.tsx";
import { useSourceTables } from "./use-places.ts";

/** Whether a script mentions a table by its name. */
const mentions = (script: string, name: string): boolean => script.toLowerCase().includes(name.toLowerCase());

/**
 * Columns that a table's transformed rows probably have, to be offered: those that its columns read, and those of the source
 * tables that its script names.
 */
export function useTransformedColumns(table: DraftTable): readonly string[] {
  const { draft } = useEditor();
  const ref = referenceOf(draft, table);
  const tables = useSourceTables(ref, true);
  return useMemo(() => {
    const script = table.extraction ?? "";
    const offered = tables
      .filter(({ name }) => mentions(script, name))
      .flatMap(({ columns }) => columns.map(({ name }) => name));
    return [...new Set([...table.columns.map(({ from }) => from), ...offered])].filter((name) => name !== "");
  }, [tables, table]);
}
