import type { Diagnostic } from "#lib/contracts";
import {
  decide,
  documentOf,
  type Edit,
  goTo,
  isAhead,
  type Json,
  perform,
  type Resolution,
  redo,
  type Session,
  type Synced,
  saved,
  startSession,
  step,
  takeOver,
  undo,
} from "#lib/drafting";
import type { ErrorData } from "#lib/kernel";

export type SaveState = "saved" | "waiting" | "saving" | "offline" | "conflict" | "refused";

/** All that the editor's views share, as plain data. */
export interface EditorState {
  readonly session: Session;
  readonly save: SaveState;
  readonly savedAt: string;
  readonly error?: ErrorData | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Values that the last save moved out of the document. */
  readonly moved: number;
  /** A text that is no JSON yet: it pauses every other view, and nothing overwrites it. */
  readonly brokenText?: string | undefined;
}

export interface EditorStore {
  readonly get: () => EditorState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly set: (change: Partial<EditorState>) => void;
  readonly edit: (edit: Edit) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly goTo: (place: number) => void;
  readonly saved: (sent: Json, kept: Synced) => void;
  readonly takeOver: (theirs: Synced) => void;
  readonly decide: (decided: readonly Resolution[]) => void;
}

export interface Opened {
  readonly synced: Synced;
  readonly savedAt: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** One editor's state, outside React: views subscribe to it, and saving goes on whichever of them is open. */
export function createEditorStore({ synced, savedAt, diagnostics }: Opened): EditorStore {
  let state: EditorState = { session: startSession(synced), save: "saved", savedAt, diagnostics, moved: 0 };
  const listeners = new Set<() => void>();
  const set = (change: Partial<EditorState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  /** Takes a session over and says whether it waits to be saved. */
  const go = (session: Session) => {
    if (session === state.session) return;
    const isBusy = state.save === "saving" || state.save === "offline";
    const next = session.conflict ? "conflict" : isAhead(session) ? "waiting" : "saved";
    set({ session, save: isBusy && next !== "conflict" ? state.save : next });
  };
  const steps = (through: Parameters<typeof step>[1]) => {
    if (!isPaused(state)) go(step(state.session, through));
  };
  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set,
    edit: (edit) => {
      if (!isPaused(state)) go(perform(state.session, edit, Date.now()));
    },
    undo: () => steps(undo),
    redo: () => steps(redo),
    goTo: (place) => steps((history) => goTo(history, place)),
    saved: (sent, kept) => {
      set({ save: "saved" });
      go(saved(state.session, sent, kept));
    },
    takeOver: (theirs) => {
      set({ save: "saved" });
      go(takeOver(state.session, theirs));
    },
    decide: (decided) => {
      set({ save: "saved" });
      go(decide(state.session, decided));
    },
  };
}

/** No view changes what a broken text stands for, nor what a conflict is about. */
export const isPaused = ({ brokenText, session }: EditorState): boolean =>
  brokenText !== undefined || session.conflict !== undefined;

/** The document that views draw. */
export const presentOf = (state: EditorState): Json => documentOf(state.session);
