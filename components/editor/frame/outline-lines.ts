import type { Diagnostic } from "#lib/contracts";
import type { DraftTable } from "#lib/drafting";
import { problemsIn } from "./problem-places.ts";
import type { Selection } from "./selection.ts";

export interface OutlineLine {
  readonly id: string;
  readonly selection: Selection;
  readonly text: string;
  readonly level: 1 | 2;
  readonly isOpen?: boolean;
  readonly problems: number;
}

/** The lines in sight: tables, and the columns of those that are open; under a filter, whatever it finds. */
export function outlineLines(
  tables: readonly DraftTable[],
  {
    open,
    filter,
    diagnostics,
  }: {
    readonly open: ReadonlySet<string>;
    readonly filter: string;
    readonly diagnostics: readonly Diagnostic[];
  },
): readonly OutlineLine[] {
  const wanted = filter.trim().toLowerCase();
  const fits = (name: string) => name.toLowerCase().includes(wanted);
  return tables.flatMap((table): OutlineLine[] => {
    const found = table.columns.filter(({ name }) => wanted === "" || fits(name) || fits(table.name));
    if (wanted !== "" && found.length === 0 && !fits(table.name)) return [];
    const isOpen = wanted === "" ? open.has(`${table.index}`) : found.length > 0;
    const columns = isOpen ? found : [];
    return [
      {
        id: `${table.index}`,
        selection: { table: table.name },
        text: table.name || "–",
        level: 1,
        isOpen,
        problems: problemsIn(diagnostics, { tableIndex: table.index }).length,
      },
      ...columns.map(
        (column): OutlineLine => ({
          id: `${table.index}-${column.index}`,
          selection: { table: table.name, column: column.name },
          text: column.name || "–",
          level: 2,
          problems: problemsIn(diagnostics, { tableIndex: table.index, columnIndex: column.index }).length,
        }),
      ),
    ];
  });
}
