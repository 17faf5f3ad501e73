"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import buttonClasses from "./button.module.css";
import classes from "./menu.module.css";

export interface MenuItem {
  readonly id: string;
  readonly text: string;
  readonly icon?: ReactNode;
  readonly isDisabled?: boolean;
  /** One of several, of which one holds. */
  readonly isChosen?: boolean;
  readonly choose: () => void;
}

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
  const entries = () => [
    ...(panel.current?.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)") ?? []),
  ];
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries();
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
          if (event.newState === "open") entries()[0]?.focus();
        }}
      >
        {head ? <div className={classes.head}>{head}</div> : null}
        <div role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
          {items.map((item) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: checked only where the role is that of a choice
            <button
              key={item.id}
              type="button"
              role={item.isChosen === undefined ? "menuitem" : "menuitemradio"}
              aria-checked={item.isChosen}
              disabled={item.isDisabled}
              className={classes.item}
              popoverTarget={id}
              popoverTargetAction="hide"
              onClick={item.choose}
            >
              {item.icon}
              <span className={classes.text}>{item.text}</span>
              {item.isChosen ? <span aria-hidden>✓</span> : null}
            </button>
          ))}
        </div>
      </div>
    </>
  );
}
