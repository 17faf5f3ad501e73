import { useLocale } from "next-intl";
import { useMemo } from "react";
import type { Diagnostic } from "#lib/contracts";
import type { DraftColumn, DraftModule, DraftTable, Path } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { columnFacts, domainsOf } from "../rules/column-facts.ts";
import { startsWith } from "../rules/rule-errors.ts";
import type { Surroundings } from "../rules/surroundings.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { sectionOf } from "./section-of.ts";

/** What a form of a table or column needs of what is around it. */
export function useTableSurroundings(table: DraftTable | undefined, datatype?: string): Surroundings {
  const { draft } = useEditor();
  return useMemo(
    () => ({
      columns: table?.columns.map(({ name }) => name) ?? [],
      tables: draft.tables.map(({ name, columns }) => ({ name, columns: columns.map((one) => one.name) })),
      hierarchies: draft.hierarchies.map(({ name }) => name),
      domains: domainsOf(draft),
      datatype,
      ...(table ? { datatypes: () => datatypesOf(draft, table) } : {}),
    }),
    [draft, table, datatype],
  );
}

const datatypesOf = (draft: DraftModule, table: DraftTable): ReadonlyMap<string, string> =>
  new Map(table.columns.map((column) => [column.name, columnFacts(draft, table, column).datatype]));

/** What is wrong at a place of the document or below it, in one sentence after another. */
export function useErrorAt(): (path: Path) => string | undefined {
  const locale = useLocale() as Locale;
  const { diagnostics } = useEditor();
  return (path) =>
    [
      ...new Set(
        diagnostics.filter((one) => startsWith(one.path, path)).map(({ message }) => message[locale]),
      ),
    ].join(" ") || undefined;
}

export function useColumnFacts(table: DraftTable, column: DraftColumn) {
  const { draft } = useEditor();
  return useMemo(() => columnFacts(draft, table, column), [draft, table, column]);
}

/** Problems at a place and below it, and how many of them each part of the inspector has. */
export function useProblems(at: Path, without: (one: Diagnostic) => boolean = () => false) {
  const { diagnostics } = useEditor();
  const problems = diagnostics.filter((one) => startsWith(one.path, at) && !without(one));
  const count = (section: string) => problems.filter((one) => sectionOf(one.path) === section).length;
  return { problems, count };
}
