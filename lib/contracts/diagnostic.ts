import type { Text } from "#lib/kernel";

/** A problem of a document, at a place that grid, canvas and text editor can all mark. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: Text;
  /** `["tables", 0, "columns", 2, "nulls"]` */
  readonly path: readonly (string | number)[];
}
