"use client";

import { useEffect, useRef } from "react";
import { useKeymap } from "./keymap.ts";
import { remember, shortcutOf } from "./press.ts";
import type { ShortcutId } from "./shortcuts.ts";

type Handlers = Partial<Readonly<Record<ShortcutId, () => void>>>;

/** Several parts of a page listen to the same press: only the last of them forgets the stroke before it. */
const listeners = new Set<(event: KeyboardEvent) => boolean>();

function onKey(event: KeyboardEvent) {
  let isBegun = false;
  for (const listener of listeners) isBegun = listener(event) || isBegun;
  remember(event, isBegun);
}

function listen(listener: (event: KeyboardEvent) => boolean): () => void {
  if (listeners.size === 0) window.addEventListener("keydown", onKey);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("keydown", onKey);
  };
}

/** What lies above the page has its own keys, and the page below it none. */
const isAbove = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("dialog, [role=dialog], [popover]") !== null;

/** Monaco takes its text through an element of its own. */
const fields = "input, textarea, select, [contenteditable], [role=textbox]";
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(fields) !== null;

/** Shortcuts that hold wherever the focus is, while what calls it is shown. */
export function useKeys(handlers: Handlers): void {
  const keymap = useKeymap();
  const now = useRef({ keymap, handlers });
  useEffect(() => {
    now.current = { keymap, handlers };
  });
  useEffect(
    () =>
      listen((event) => {
        if (event.defaultPrevented || isAbove(event.target)) return false;
        const { keymap, handlers } = now.current;
        const ids = Object.keys(handlers) as ShortcutId[];
        const found = shortcutOf(event, ids, keymap, isTyping(event.target));
        if (found === undefined || found === "begun") return found === "begun";
        event.preventDefault();
        handlers[found]?.();
        return false;
      }),
    [],
  );
}
