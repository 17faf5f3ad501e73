"use client";

import { createContext, useContext } from "react";
import type { StageId } from "#lib/contracts";
import type { Selection } from "../frame/selection.ts";

/** What nodes and lines of the picture can do; the same object as long as the picture is shown, so that none is drawn again for it. */
export interface CanvasActions {
  readonly choose: (at: Selection) => void;
  /** Opens or closes the lane of a table. */
  readonly toggle: (table: string) => void;
  readonly openMenu: (at: Selection, opener: HTMLElement) => void;
  readonly openInserts: (table: string, stage: StageId, opener: HTMLElement) => void;
  readonly chooseLine: (id: string | undefined) => void;
  readonly unlink: (table: string, index: number) => void;
}

export const CanvasContext = createContext<CanvasActions | undefined>(undefined);

export function useCanvasActions(): CanvasActions {
  const actions = useContext(CanvasContext);
  if (!actions) throw new Error("outside of a canvas");
  return actions;
}
