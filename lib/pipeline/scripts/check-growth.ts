import { AppError } from "#lib/kernel";
import type { TableDocument } from "#lib/metadata";
import type { RunContext } from "../run-context.ts";

/** Rows made of one, beyond which a table needs to say that it means them. */
const muchMore = 10;

/**
 * Many times the rows that a script got are the usual sign of a join that is not one: a publication of them is refused, and whoever
 * only tries is told. Where it got none there is nothing to compare with.
 * @throws AppError `rows-multiplied`
 */
export function checkGrowth(
  { request }: RunContext,
  stage: "extract" | "transform",
  { name: table, limits }: TableDocument,
  { rows, made }: { readonly rows: number; readonly made: number },
): void {
  const limit = limits?.maxGrowth ?? muchMore;
  if (rows === 0 || made <= rows * limit) return;
  const params = { table, rows, made, limit };
  if (request.kind === "publication")
    throw new AppError("rows-multiplied", params, { place: { stage, table } });
  const message = "script-multiplied";
  request.ports.journal.emit({ level: "warning", kind: "message", stage, table, message, params });
}
