"use client";

import { createContext, useContext } from "react";
import type { Selection } from "../frame/selection.ts";
import type { Ask } from "./ask.ts";

/** What every view of a draft offers for tables and columns, alike: canvas and outline are at parity because both call these. */
export interface Commands {
  /** Asks what has to be known first, in a dialog. */
  readonly ask: (ask: Ask) => void;
  /** Takes a table or column out at once; the notice undoes it. */
  readonly remove: (at: Selection) => void;
  readonly unlink: (table: string, index: number) => void;
  /** Takes a group of tables apart; the tables stay. */
  readonly ungroup: (name: string) => void;
  /** Earlier or later in the document, by so many places. */
  readonly reorder: (table: string, by: number) => void;
  readonly addTransformation: (table: string) => void;
  /** Tells a screen reader, politely. */
  readonly say: (text: string) => void;
  readonly openInspector: (at: Selection) => void;
}

/** Gives commands to the views inside. */
export const CommandsContext = createContext<Commands | undefined>(undefined);

export function useCommands(): Commands {
  const commands = useContext(CommandsContext);
  if (!commands) throw new Error("outside of an editor");
  return commands;
}
