import { createContext, useContext } from "react";
import type { Edit } from "#lib/drafting";
import type { ColumnRow } from "../model/rows.ts";

/** Where the grid goes on after a cell was edited. */
export type Onward = "stay" | "down" | "next" | "previous";

/** What an edited cell can do. The same object for as long as the grid stands, so that no row is drawn again for it. */
export interface CellEditing {
  readonly commit: (edit: Edit | undefined, onward: Onward) => void;
  readonly cancel: () => void;
  /** Gives a column another name, unless its table has one of that name. */
  readonly rename: (row: ColumnRow, to: string, onward: Onward) => void;
}

const Context = createContext<CellEditing | undefined>(undefined);
export const CellEditingProvider = Context.Provider;

export function useCellEditing(): CellEditing {
  const editing = useContext(Context);
  if (!editing) throw new Error("outside of the columns grid");
  return editing;
}
