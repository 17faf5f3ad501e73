"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { NavigationItem } from "./navigation.ts";

const singleKeys = "etlx-single-keys";
const changed = "etlx-single-keys-changed";

function watchSingleKeys(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener("storage", listener);
  };
}

function setSingleKeys(areOn: boolean) {
  window.localStorage.setItem(singleKeys, String(areOn));
  window.dispatchEvent(new Event(changed));
}

/** Single-key shortcuts can be switched off (WCAG 2.1.4); ⌘K stays. */
export const useSingleKeys = () =>
  [
    useSyncExternalStore(
      watchSingleKeys,
      () => window.localStorage.getItem(singleKeys) !== "false",
      () => true,
    ),
    setSingleKeys,
  ] as const;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

/** Keys of every page, by their place on the keyboard, so that they work in the Cyrillic layout. */
export function useShortcuts({
  navigation,
  showHelp,
  search,
}: {
  navigation: readonly NavigationItem[];
  showHelp: () => void;
  search: () => void;
}): void {
  const router = useRouter();
  const [areOn] = useSingleKeys();
  const goAt = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.code === "KeyK" && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        search();
        return;
      }
      if (!areOn || isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
      if (Date.now() - goAt.current < 1200) {
        const item = navigation.find((one) => one.key === event.code);
        goAt.current = 0;
        if (item) {
          event.preventDefault();
          router.push(item.href);
        }
        return;
      }
      if (event.code === "KeyG" && !event.shiftKey) goAt.current = Date.now();
      else if (event.code === "Slash" && event.shiftKey) showHelp();
      else if (event.code === "Slash") {
        const filter = document.querySelector<HTMLInputElement>("[data-filter]");
        if (filter) {
          event.preventDefault();
          filter.focus();
        }
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [areOn, navigation, router, search, showHelp]);
}
