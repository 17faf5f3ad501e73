import { useMemo } from "react";
import type { SourceTable } from "#lib/contracts";
import { type DraftTable, referenceOf } from "#lib/drafting";
import type { SqlTable } from "../../code/complete-sql.ts";
import { useEditor } from "../../store/editor-context.tsx";
import { useSourceTables } from "../use-places.ts";

export interface InputTables {
  /** What a script can read, as far as it is known. */
  readonly tables: readonly SqlTable[];
  /** Tables of the module that a transformation reads, its own extracted rows first. */
  readonly read: readonly string[];
  readonly state: "known" | "asking";
}

const sourceTable = ({ schema, name, columns }: SourceTable): SqlTable => ({
  ...(schema === undefined ? {} : { schema }),
  name,
  columns: columns.map((one) => ({ name: one.name, type: one.nativeType })),
});

const mentions = (script: string, name: string): boolean => script.toLowerCase().includes(name.toLowerCase());

/** The tables that a script stands over: of the source for an extraction, of the module for a transformation. */
export function useInputTables(table: DraftTable, use: "extraction" | "transformation"): InputTables {
  const { draft } = useEditor();
  const ref = referenceOf(draft, table);
  const found = useSourceTables(ref, true);
  return useMemo(() => {
    if (use === "extraction")
      return {
        tables: found.map(sourceTable),
        read: [],
        state: ref === undefined || found.length > 0 ? "known" : "asking",
      };
    const script = table.transformation ?? "";
    /** Rows of another table as its columns read them, and of the own one as its source has them. */
    const staged = (one: DraftTable): SqlTable => {
      const extracted = one === table ? found.filter(({ name }) => mentions(one.extraction ?? "", name)) : [];
      const known = new Map(
        extracted.flatMap(({ columns }) => columns.map((column) => [column.name, column.datatype] as const)),
      );
      for (const { from, datatype } of one.columns) if (!known.has(from)) known.set(from, datatype ?? "");
      return { name: one.name, columns: [...known].map(([name, type]) => ({ name, type })) };
    };
    const read = draft.tables.filter(({ name }) => name !== table.name && mentions(script, name));
    return {
      tables: [table, ...draft.tables.filter((one) => one !== table)].map(staged),
      read: [...(table.extraction === undefined ? [] : [table.name]), ...read.map(({ name }) => name)],
      state: "known",
    };
  }, [draft, table, use, found, ref]);
}
