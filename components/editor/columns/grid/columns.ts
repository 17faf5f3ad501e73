import type { FacetId } from "../model/filters.ts";

/** What a cell does when somebody presses Enter on it. */
export type CellDeed = "toggle" | "text" | "type" | "class" | "anonymize" | "cleanse" | "look" | "accept";

interface Definition {
  readonly id: string;
  readonly width: number;
  readonly deed?: CellDeed;
  readonly facet?: FacetId;
  readonly isNumeric?: boolean;
  /** Stands still while the others scroll by; in a narrow window only those without which a row has no name. */
  readonly isPinned?: "always" | "wide";
  /** Drawn while there are suggestions. */
  readonly isSuggestion?: boolean;
}

/** The columns of the grid, in their order. */
export const gridColumns = [
  { id: "select", width: 36, deed: "toggle", isPinned: "always" },
  { id: "table", width: 120, facet: "table", isPinned: "wide" },
  { id: "column", width: 164, deed: "text", isPinned: "always" },
  { id: "suggestion", width: 224, deed: "accept", isSuggestion: true },
  { id: "reason", width: 320, isSuggestion: true },
  { id: "type", width: 150, deed: "type", facet: "type" },
  { id: "class", width: 196, deed: "class", facet: "class" },
  { id: "anonymize", width: 190, deed: "anonymize", facet: "rule" },
  { id: "cleanse", width: 210, deed: "cleanse" },
  { id: "keys", width: 132 },
  { id: "problems", width: 190 },
  { id: "nulls", width: 92, deed: "look", isNumeric: true },
  { id: "distinct", width: 92, deed: "look", isNumeric: true },
  { id: "quality", width: 168, deed: "look" },
  { id: "from", width: 132, deed: "text" },
  { id: "description", width: 260, deed: "text" },
] as const satisfies readonly Definition[];

export type GridColumnId = (typeof gridColumns)[number]["id"];
export interface GridColumn extends Definition {
  readonly id: GridColumnId;
}

/** Those without which a row could not be told from another. */
export const isHideable = (id: GridColumnId): boolean => !["select", "table", "column"].includes(id);

export const findGridColumn = (id: GridColumnId): GridColumn | undefined =>
  gridColumns.find((column) => column.id === id);

export const leastWidth = 48;
export const mostWidth = 640;
