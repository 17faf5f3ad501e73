"use client";

import { type KeyboardEvent, type ReactNode, useRef } from "react";
import classes from "./menu.module.css";

export interface MenuItem {
  readonly id: string;
  readonly text: string;
  readonly icon?: ReactNode;
  /** The key that does the same, as it is read. */
  readonly keys?: string | undefined;
  readonly isDisabled?: boolean;
  /** One of several, of which one holds. */
  readonly isChosen?: boolean;
  readonly choose: () => void;
}

/** Actions one below another; arrows, Home and End move between them (APG menu). `popover` is the id of what holds it and closes. */
export function MenuList({
  label,
  items,
  popover,
}: {
  label: string;
  items: readonly MenuItem[];
  popover: string;
}) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)") ?? [])];
    const at = all.findIndex((one) => one.matches(":focus"));
    const next: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const to = next[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[to]?.focus();
  };
  return (
    <div ref={list} role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {items.map((item) => (
        // biome-ignore lint/a11y/useAriaPropsSupportedByRole: checked only where the role is that of a choice
        <button
          key={item.id}
          type="button"
          role={item.isChosen === undefined ? "menuitem" : "menuitemradio"}
          aria-checked={item.isChosen}
          disabled={item.isDisabled}
          className={classes.item}
          onClick={() => {
            // First: what is chosen may take this very item away, and the menu would stay open.
            document.getElementById(popover)?.hidePopover();
            item.choose();
          }}
        >
          {item.icon}
          <span className={classes.text}>{item.text}</span>
          {item.keys ? <kbd className={classes.keys}>{item.keys}</kbd> : null}
          {item.isChosen ? <span aria-hidden>✓</span> : null}
        </button>
      ))}
    </div>
  );
}
