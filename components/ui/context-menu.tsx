"use client";

import { useEffect, useId, useRef } from "react";
import classes from "./menu.module.css";
import { type MenuItem, MenuList } from "./menu-list.tsx";

/** Where a menu was asked for, pixels of the window, and what gets the focus back. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
  readonly opener?: HTMLElement | null;
}

const margin = 8;

/** Actions of a thing at the place where they were asked for: the browser's own popover, closed by Escape and by a press beside it. */
export function ContextMenu({
  label,
  items,
  at,
  close,
}: {
  label: string;
  items: readonly MenuItem[];
  at: MenuPlace;
  close: () => void;
}) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = panel.current;
    if (!element) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(margin, Math.min(at.x, window.innerWidth - width - margin))}px`;
    element.style.top = `${Math.max(margin, Math.min(at.y, window.innerHeight - height - margin))}px`;
    element.querySelector<HTMLElement>("[role^=menuitem]:not(:disabled)")?.focus();
  }, [at]);
  return (
    <div
      ref={panel}
      id={id}
      popover="auto"
      className={classes.panel}
      style={{ maxHeight: "calc(100dvh - 16px)", overflow: "auto" }}
      onToggle={(event) => {
        if (event.newState !== "closed") return;
        // A dialog that an action opened keeps the focus.
        if (!document.querySelector("dialog[open]")) at.opener?.focus();
        close();
      }}
    >
      <MenuList label={label} items={items} popover={id} />
    </div>
  );
}
