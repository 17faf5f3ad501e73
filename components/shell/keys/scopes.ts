"use client";

import { useEffect, useSyncExternalStore } from "react";
import { type ScopeId, scopeIds } from "./shortcuts.ts";

let shown: readonly ScopeId[] = [];
const listeners = new Set<() => void>();

function change(next: readonly ScopeId[]) {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Says that a part of the page is shown whose shortcuts `?` then lists. */
export function useScope(scope: ScopeId): void {
  useEffect(() => {
    change([...shown, scope].toSorted((a, b) => scopeIds.indexOf(a) - scopeIds.indexOf(b)));
    return () => {
      const at = shown.indexOf(scope);
      change(shown.toSpliced(at, 1));
    };
  }, [scope]);
}

const nowhere: readonly ScopeId[] = [];

/** The parts that are shown now. */
export const useScopes = (): readonly ScopeId[] =>
  useSyncExternalStore(
    subscribe,
    () => shown,
    () => nowhere,
  );

let asked = 0;
const askers = new Set<() => void>();

/** Opens the list of shortcuts, from wherever on the page. */
export function showShortcuts(): void {
  asked++;
  for (const asker of askers) asker();
}

/** How often the list was asked for. */
export const useShortcutsAsked = (): number =>
  useSyncExternalStore(
    (listener) => {
      askers.add(listener);
      return () => {
        askers.delete(listener);
      };
    },
    () => asked,
    () => 0,
  );
