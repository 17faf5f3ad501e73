"use client";

import { useCallback, useSyncExternalStore } from "react";

export const panelIds = ["outline", "dock", "inspector"] as const;
export type PanelId = (typeof panelIds)[number];
export type Panels = Readonly<Record<PanelId, boolean>>;

const changed = "etlx-panels";
/** As the frame's styles have it: panels at the sides lie over the view there. */
const narrow = "(max-width: 1100px)";
const allOpen = panelIds.join(" ");

function watch(listener: () => void): () => void {
  const screen = window.matchMedia(narrow);
  window.addEventListener(changed, listener);
  screen.addEventListener("change", listener);
  return () => {
    window.removeEventListener(changed, listener);
    screen.removeEventListener("change", listener);
  };
}

const isNarrow = (): boolean => window.matchMedia(narrow).matches;
const keyNow = (): string => `etlx-panels:${isNarrow() ? "narrow" : "wide"}`;
const openNow = (): string => localStorage.getItem(keyNow()) ?? (isNarrow() ? "dock" : allOpen);

/** Which panels are open, remembered by this browser; on a narrow screen apart, where none covers the view to begin with. */
export function usePanels() {
  const open = useSyncExternalStore(watch, openNow, () => allOpen).split(" ");
  const show = useCallback((panel: PanelId, isOpen: boolean) => {
    const rest = openNow()
      .split(" ")
      .filter((one) => one !== panel);
    // Two at the sides would cover each other.
    const others = isNarrow() && isOpen && panel !== "dock" ? rest.filter((one) => one === "dock") : rest;
    localStorage.setItem(keyNow(), [...others, ...(isOpen ? [panel] : [])].join(" "));
    window.dispatchEvent(new Event(changed));
  }, []);
  const panels: Panels = {
    outline: open.includes("outline"),
    dock: open.includes("dock"),
    inspector: open.includes("inspector"),
  };
  return { panels, show, toggle: (panel: PanelId) => show(panel, !panels[panel]) };
}
