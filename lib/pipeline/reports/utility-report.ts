import { changedColumns, selectUtility, type TablePlan } from "#lib/compiler";
import type { RunContext } from "../run-context.ts";

/** What a column's values keep of what they were. */
export interface ColumnUtility {
  readonly entropyKept?: number;
  readonly meanError?: number;
}

/** With fewer values a mean could tell of one of them. */
const leastValues = 100;
/** Two digits say how useful a column is, and too little to compute a value from. */
const twoDigits = (value: number): number => Number(value.toPrecision(2));

/** How much the rules of a table's columns cost, by column; rows of its sample are compared in the engine. */
export async function utilityOf(
  { engine }: RunContext,
  table: TablePlan,
): Promise<ReadonlyMap<string, ColumnUtility>> {
  const columns = changedColumns(table);
  if (columns.length === 0) return new Map();
  const [row = {}] = await engine.rows(selectUtility(table, columns));
  if (Number(row.rows ?? 0) < leastValues) return new Map();
  return new Map(
    columns.map(({ name }, at) => {
      const [before, after] = [Number(row[`b${at}`]), Number(row[`a${at}`])];
      const [pairs, error] = [Number(row[`n${at}`] ?? 0), row[`e${at}`]];
      return [
        name,
        {
          ...(before > 0 ? { entropyKept: twoDigits(Math.min(1, after / before)) } : {}),
          ...(pairs >= leastValues && error !== null && error !== undefined
            ? { meanError: twoDigits(Number(error)) }
            : {}),
        },
      ];
    }),
  );
}
