import { choicesPerValue } from "#lib/anonymizers";
import { type ColumnPlan, capacityOf, type TablePlan, tablePlan } from "#lib/compiler";
import type { TableDocument } from "#lib/metadata";
import type { SourceSession } from "#lib/sources";
import type { RunContext } from "./run-context.ts";

/** The table's one key column, where each of its values is to get one of its own by a rule that can make few. */
function limitedKey({
  primaryKey,
  columns,
}: TablePlan): { column: ColumnPlan; capacity: number } | undefined {
  const [only, ...others] = primaryKey?.columns ?? [];
  const column = others.length === 0 ? columns.find(({ name }) => name === only) : undefined;
  const capacity = column && capacityOf(column);
  return column && capacity !== undefined ? { column, capacity } : undefined;
}

/**
 * Tells, before the first row is read, of tables for which a rule would probably be refused at Anonymize: by the source's own
 * estimate each row needs a value of its own, and there are not enough. An estimate refuses nothing itself.
 */
export async function warnOfFewValues(
  { plan, request }: RunContext,
  session: SourceSession,
  tables: readonly TableDocument[],
): Promise<void> {
  // A sample says nothing about how many rows there are.
  if (request.sample !== undefined || !session.estimateRows) return;
  for (const { name, extraction, transformation } of tables) {
    const table = tablePlan(plan, name);
    const limited = table?.publish ? limitedKey(table) : undefined;
    if (!limited || !extraction || transformation) continue;
    const rows = Math.round(await session.estimateRows(name, extraction.script));
    if (rows * choicesPerValue <= limited.capacity) continue;
    request.ports.journal.emit({
      level: "warning",
      kind: "message",
      stage: "extract",
      table: name,
      message: "few-values-expected",
      params: { column: limited.column.name, rows, capacity: limited.capacity, times: choicesPerValue },
    });
  }
}
