"use client";

import { type ReactNode, useId, useRef } from "react";
import buttonClasses from "./button.module.css";
import classes from "./menu.module.css";
import { type MenuItem, MenuList } from "./menu-list.tsx";

/** A button with actions under it: the browser's own popover, so that it is above everything and closes by itself. */
export function Menu({
  label,
  picture,
  items,
  head,
  size = 32,
}: {
  label: string;
  picture: ReactNode;
  items: readonly MenuItem[];
  /** Above the actions, to be read only. */
  head?: ReactNode;
  size?: number;
}) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = () => {
    const at = opener.current?.getBoundingClientRect();
    if (!at || !panel.current) return;
    const isLow = at.bottom + 40 + items.length * 34 > window.innerHeight;
    panel.current.style.right = `${Math.max(8, document.documentElement.clientWidth - at.right)}px`;
    panel.current.style.top = isLow ? "auto" : `${at.bottom + 4}px`;
    panel.current.style.bottom = isLow ? `${window.innerHeight - at.top + 4}px` : "auto";
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={`${buttonClasses.button} ${buttonClasses.subtle} ${buttonClasses.gray} ${buttonClasses.icon}`}
        style={{ width: size, height: size }}
        popoverTarget={id}
        aria-haspopup="menu"
        aria-label={label}
        title={label}
      >
        {picture}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className={classes.panel}
        onBeforeToggle={place}
        onToggle={(event) => {
          if (event.newState === "open")
            panel.current?.querySelector<HTMLElement>("[role^=menuitem]:not(:disabled)")?.focus();
        }}
      >
        {head ? <div className={classes.head}>{head}</div> : null}
        <MenuList label={label} items={items} popover={id} />
      </div>
    </>
  );
}
