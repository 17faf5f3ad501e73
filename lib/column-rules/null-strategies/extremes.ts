import type { ColumnTypeName } from "#lib/contracts";
import { sql } from "#lib/sql";

/** Types with an order that a least and a greatest value make sense in. */
export const orderedTypes = [
  "string",
  "integer",
  "decimal",
  "float",
  "date",
  "time",
  "timestamp",
  "timestamp(tz)",
] as const satisfies readonly ColumnTypeName[];

// −0 and 0 are equal, so either could come first: adding 0 makes them one.
export const positiveZero = (type: ColumnTypeName) => (type === "float" ? sql` + 0.0::double` : sql``);
