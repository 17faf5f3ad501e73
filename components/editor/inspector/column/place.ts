import type { DraftColumn, DraftTable, Path } from "#lib/drafting";
import type { ColumnFacts } from "../../rules/column-facts.ts";

/** A column of the draft, with what its forms need to know of it. */
export interface ColumnPlace {
  readonly table: DraftTable;
  readonly column: DraftColumn;
  readonly facts: ColumnFacts;
  readonly at: Path;
  /** As people call it, `customers.email`. */
  readonly where: string;
}
