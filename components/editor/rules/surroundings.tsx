"use client";

import { createContext, useContext } from "react";

/** What of the module a rule's parameters can name. */
export interface Surroundings {
  /** Columns of the rule's own table. */
  readonly columns: readonly string[];
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[] }[];
  readonly hierarchies: readonly string[];
  /** Linkage domains that the module names already. */
  readonly domains: readonly string[];
  /** The type of the column that the rule stands on. */
  readonly datatype?: string | undefined;
  /** The types of the table's columns, worked out when a rule asks. */
  readonly datatypes?: () => ReadonlyMap<string, string>;
}

const nowhere: Surroundings = { columns: [], tables: [], hierarchies: [], domains: [] };

const Context = createContext<Surroundings>(nowhere);
export const SurroundingsProvider = Context;
export const useSurroundings = (): Surroundings => useContext(Context);
