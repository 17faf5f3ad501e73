import type { KeyboardEvent } from "react";
import { type GridPlace, type GridSpace, gridMove } from "../../../ui/grid-moves.ts";

/** What keys do in the grid, beside moving. */
export interface GridDeeds {
  readonly move: (to: GridPlace, isExtending: boolean) => void;
  /** Enter or F2 on a cell; with what was typed where typing began it. */
  readonly begin: (typed?: string) => void;
  readonly toggleRow: () => void;
  readonly toggleColumn: () => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
  readonly fillDown: () => void;
  readonly goTo: () => void;
  readonly find: () => void;
  readonly openFilter: () => void;
  readonly resize: (by: number) => void;
  /** Gives up what is selected; answers whether anything was. */
  readonly escape: () => boolean;
}

const commands: Readonly<Record<string, "selectAll" | "fillDown" | "goTo" | "find">> = {
  KeyA: "selectAll",
  KeyD: "fillDown",
  KeyG: "goTo",
  KeyF: "find",
};
const resizeStep = 16;
/** Keys with which a name may begin; others keep what they mean on the page. */
const writes = /^[\p{L}\p{N}_]$/u;

/** The grid's keys (APG grid), letters by their place on the keyboard, so that they work in the Cyrillic layout. Answers whether the key is taken. */
export function gridKey(event: KeyboardEvent, at: GridPlace, space: GridSpace, deeds: GridDeeds): boolean {
  const isCommand = event.metaKey || event.ctrlKey;
  const command = isCommand && !event.altKey && !event.shiftKey ? commands[event.code] : undefined;
  if (command) {
    deeds[command]();
    return true;
  }
  if (event.key === "ArrowDown" && event.altKey) {
    deeds.openFilter();
    return true;
  }
  if (at.row < 0 && event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    deeds.resize(event.key === "ArrowLeft" ? -resizeStep : resizeStep);
    return true;
  }
  const to = event.altKey ? undefined : gridMove(event.key, isCommand, at, space);
  if (to) {
    deeds.move(to, event.shiftKey && to.row !== at.row);
    return true;
  }
  return actionKey(event, isCommand, deeds);
}

function actionKey(event: KeyboardEvent, isCommand: boolean, deeds: GridDeeds): boolean {
  if (event.code === "Space" && !event.altKey && !event.metaKey) {
    if (event.ctrlKey) deeds.toggleColumn();
    else deeds.toggleRow();
    return true;
  }
  if (isCommand || event.altKey) return false;
  if (event.key === "Enter" || event.key === "F2") deeds.begin();
  else if (event.key === "Delete" || event.key === "Backspace") deeds.clear();
  else if (event.key === "Escape") return deeds.escape();
  else if (writes.test(event.key)) deeds.begin(event.key);
  else return false;
  return true;
}
