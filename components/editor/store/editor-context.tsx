"use client";

import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";
import { maySeeRaw, type Role } from "#lib/access";
import type { Diagnostic, EditorsPresent, ModuleDetail, SessionView } from "#lib/contracts";
import { type DraftModule, type Edit, isAhead, type Json, readDraft, steps } from "#lib/drafting";
import type { EditorActions } from "./editor-actions.ts";
import { type EditorState, type EditorStore, isPaused, presentOf } from "./editor-store.ts";
import { keepWork } from "./kept-work.ts";
import type { Locking } from "./locking.ts";

export interface Shared {
  readonly store: EditorStore;
  readonly module: ModuleDetail;
  readonly actions: EditorActions;
  readonly session: SessionView;
  readonly mayEdit: boolean;
  /** Saves at once; answers whether the server has everything. */
  readonly flush: () => Promise<boolean>;
  /** Takes over what the server has, after something else than an edit changed the draft there. */
  readonly refresh: () => Promise<boolean>;
  /** The lock of the draft's packages. */
  readonly locking: Locking;
  /** Who else is here. */
  readonly others: EditorsPresent["others"];
}

const Context = createContext<Shared | undefined>(undefined);

export function EditorProvider({ shared, children }: { shared: Shared; children: ReactNode }) {
  return <Context value={shared}>{children}</Context>;
}

function useShared(): Shared {
  const shared = useContext(Context);
  if (!shared) throw new Error("outside of an editor");
  return shared;
}

/** What a view works with. `edit` is the only way to change the draft. */
export interface Editor extends Omit<Shared, "store"> {
  readonly name: string;
  readonly role: Role;
  /** Raw values may be shown to who sits here. */
  readonly seesRaw: boolean;
  readonly document: Json;
  readonly draft: DraftModule;
  readonly diagnostics: readonly Diagnostic[];
  readonly state: EditorState;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly edit: (edit: Edit) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly goTo: (place: number) => void;
  readonly decide: EditorStore["decide"];
  /** Whether there is work that the server does not have, right now. */
  readonly isUnsynced: () => boolean;
  /** Keeps such work in this browser. */
  readonly keep: () => void;
  /** The server's state right now: after a flush it is newer than what was drawn. */
  readonly latestEtag: () => number;
  /** Marks the text view's content as no document, or as one again. */
  readonly pause: (brokenText: string | undefined) => void;
}

export function useEditor(): Editor {
  const shared = useShared();
  const { store } = shared;
  const state = useSyncExternalStore(store.subscribe, store.get, store.get);
  const document = presentOf(state);
  return useMemo(() => {
    const { all, current } = steps(state.session.history);
    const canChange = !isPaused(state);
    const { store, mayEdit, ...rest } = shared;
    return {
      ...rest,
      name: shared.module.summary.name,
      role: shared.session.user.role,
      seesRaw: maySeeRaw({ ...shared.session, role: shared.session.user.role }, "raw-values:look"),
      mayEdit: mayEdit && canChange,
      document,
      draft: readDraft(document),
      diagnostics: state.diagnostics,
      state,
      canUndo: canChange && current > 0,
      canRedo: canChange && current < all.length - 1,
      edit: (edit: Edit) => (mayEdit ? store.edit(edit) : undefined),
      undo: store.undo,
      redo: store.redo,
      goTo: store.goTo,
      decide: store.decide,
      isUnsynced: () => isAhead(store.get().session) || store.get().brokenText !== undefined,
      keep: () => {
        const { session } = store.get();
        if (isAhead(session)) keepWork(shared.module.summary.name, presentOf(store.get()), session.synced);
      },
      latestEtag: () => store.get().session.synced.etag,
      pause: (brokenText: string | undefined) => store.set({ brokenText }),
    };
  }, [state, document, shared]);
}
