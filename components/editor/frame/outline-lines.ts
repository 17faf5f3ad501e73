import type { Diagnostic } from "#lib/contracts";
import { type DraftTable, groupNode, type TableGroup } from "#lib/drafting";
import { problemsIn } from "./problem-places.ts";
import type { Selection } from "./selection.ts";

export interface OutlineLine {
  readonly id: string;
  readonly kind: "group" | "table" | "column";
  readonly selection: Selection;
  readonly text: string;
  readonly level: 1 | 2 | 3;
  readonly isOpen?: boolean;
  readonly problems: number;
}

interface Shown {
  readonly groups: readonly TableGroup[];
  /** Lines that stand otherwise than they begin: groups open, tables closed. */
  readonly toggled: ReadonlySet<string>;
  readonly filter: string;
  readonly diagnostics: readonly Diagnostic[];
}

export const groupLine = (name: string): string => `group ${name}`;

function tableLines(
  table: DraftTable,
  level: 1 | 2,
  { toggled, filter, diagnostics }: Shown,
): readonly OutlineLine[] {
  const wanted = filter.trim().toLowerCase();
  const fits = (name: string) => name.toLowerCase().includes(wanted);
  const found = table.columns.filter(({ name }) => wanted === "" || fits(name) || fits(table.name));
  if (wanted !== "" && found.length === 0 && !fits(table.name)) return [];
  const isOpen = wanted === "" ? toggled.has(`${table.index}`) : found.length > 0;
  return [
    {
      id: `${table.index}`,
      kind: "table",
      selection: { table: table.name },
      text: table.name || "–",
      level,
      isOpen,
      problems: problemsIn(diagnostics, { tableIndex: table.index }).length,
    },
    ...(isOpen ? found : []).map(
      (column): OutlineLine => ({
        id: `${table.index}-${column.index}`,
        kind: "column",
        selection: { table: table.name, column: column.name },
        text: column.name || "–",
        level: level === 1 ? 2 : 3,
        problems: problemsIn(diagnostics, { tableIndex: table.index, columnIndex: column.index }).length,
      }),
    ),
  ];
}

/** The lines in sight: groups, tables, and the columns of those that are open; under a filter, whatever it finds. */
export function outlineLines(tables: readonly DraftTable[], shown: Shown): readonly OutlineLine[] {
  const { groups, toggled, filter, diagnostics } = shown;
  if (filter.trim() !== "") return tables.flatMap((table) => tableLines(table, 1, shown));
  const groupOf = new Map(groups.flatMap((group) => group.tables.map((name) => [name, group] as const)));
  const drawn = new Set<TableGroup>();
  return tables.flatMap((table): readonly OutlineLine[] => {
    const group = groupOf.get(table.name);
    if (!group) return tableLines(table, 1, shown);
    if (drawn.has(group)) return [];
    drawn.add(group);
    const id = groupLine(group.name);
    const isOpen = !toggled.has(id);
    const own = tables.filter(({ name }) => groupOf.get(name) === group);
    return [
      {
        id,
        kind: "group",
        selection: { table: groupNode(group.name) },
        text: group.name,
        level: 1,
        isOpen,
        problems: own.reduce(
          (sum, { index }) => sum + problemsIn(diagnostics, { tableIndex: index }).length,
          0,
        ),
      },
      ...(isOpen ? own.flatMap((one) => tableLines(one, 2, shown)) : []),
    ];
  });
}
