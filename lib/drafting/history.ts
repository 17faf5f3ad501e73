import type { Text } from "#lib/kernel";
import { isSame, type Json } from "./json.ts";

/** The document after one edit. */
export interface Snapshot {
  readonly document: Json;
  /** What the edit did, for the menu and the history alike. */
  readonly label: Text;
  /** Edits of one kind in a row (typing into one field) are one step. */
  readonly group?: string | undefined;
  /** Milliseconds. */
  readonly at: number;
}

/** One log of whole documents for all views of a draft; snapshots share what they have in common. */
export interface History {
  readonly past: readonly Snapshot[];
  readonly present: Snapshot;
  readonly future: readonly Snapshot[];
}

/** More steps back than anybody takes; each costs what its edit changed. */
export const mostSteps = 5000;
/** Edits of one group that are further apart than this are steps of their own. */
export const groupPause = 1500;

export const startHistory = (document: Json, label: Text, at = 0): History => ({
  past: [],
  present: { document, label, at },
  future: [],
});

export interface Commit {
  readonly document: Json;
  readonly label: Text;
  readonly group?: string | undefined;
  readonly at: number;
}

/** One step more; what was undone before it is gone. An edit that changes nothing is no step. */
export function commit(history: History, next: Commit): History {
  const { past, present } = history;
  if (isSame(present.document, next.document)) return history;
  const isGrouped =
    next.group !== undefined && next.group === present.group && next.at - present.at <= groupPause;
  const kept = isGrouped ? past : [...past, present];
  return { past: kept.slice(-mostSteps), present: next, future: [] };
}

export function undo(history: History): History {
  const last = history.past.at(-1);
  if (!last) return history;
  const { past, present, future } = history;
  // Typing after an undo begins a step of its own.
  return { past: past.slice(0, -1), present: { ...last, group: undefined }, future: [present, ...future] };
}

export function redo(history: History): History {
  const [next, ...rest] = history.future;
  if (!next) return history;
  return { past: [...history.past, history.present], present: next, future: rest };
}

/** All steps, oldest first; `current` is the place of the present. */
export const steps = ({ past, present, future }: History) => ({
  all: [...past, present, ...future],
  current: past.length,
});

/** Goes to a step by its place in `steps`. */
export function goTo(history: History, place: number): History {
  const { all } = steps(history);
  const present = all[place];
  if (!present) return history;
  return { past: all.slice(0, place), present, future: all.slice(place + 1) };
}

/** The same steps, each with what somebody else changed meanwhile: undoing one's own edits must not undo theirs. */
export const rebase = (history: History, onto: (document: Json) => Json): History => {
  const again = (one: Snapshot): Snapshot => ({ ...one, document: onto(one.document) });
  return {
    past: history.past.map(again),
    present: again(history.present),
    future: history.future.map(again),
  };
};
