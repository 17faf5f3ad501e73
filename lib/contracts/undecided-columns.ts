import { z } from "zod";
import type { Text } from "#lib/kernel";
import type { SafeHarborReport } from "./reports.ts";
import { textSchema } from "./text.ts";

/** A published column of which nobody knows whether it holds identifiers of HIPAA Safe Harbor, for somebody to decide on. */
export const undecidedColumnSchema = z.object({
  table: z.string(),
  column: z.string(),
  /** The letters of 45 CFR 164.514(b)(2)(i) that it may hold. */
  codes: z.array(z.string()),
  reasons: z.array(textSchema),
});
export type UndecidedColumn = z.infer<typeof undecidedColumnSchema>;

/** The undecided columns of a report, each once, in the order of its tables. */
export function undecidedColumns({ identifiers }: SafeHarborReport): readonly UndecidedColumn[] {
  const byColumn = new Map<string, { table: string; column: string; codes: string[]; reasons: Text[] }>();
  for (const { code, columns } of identifiers)
    for (const { table, column, status, reason } of columns) {
      if (status !== "unknown") continue;
      const key = JSON.stringify([table, column]);
      const known = byColumn.get(key) ?? { table, column, codes: [], reasons: [] };
      byColumn.set(key, known);
      known.codes.push(code);
      if (!known.reasons.some(({ en }) => en === reason.en)) known.reasons.push(reason);
    }
  return [...byColumn.values()];
}
