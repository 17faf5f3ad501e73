"use client";

import { type KeyboardEvent, type ReactNode, useId } from "react";
import classes from "./tabs.module.css";

/** Views of one thing, of which one is drawn. Arrows, Home and End move and choose at once (APG tabs). */
export function Tabs<Id extends string>({
  value,
  onChange,
  tabs,
  bar,
  aside,
  isCompact = false,
  children,
}: {
  value: Id;
  onChange: (id: Id) => void;
  tabs: readonly { readonly id: Id; readonly text: ReactNode }[];
  /** Between the tabs and what they show. */
  bar?: ReactNode;
  /** At the other end of the tabs' line. */
  aside?: ReactNode;
  /** One low line of tabs; what they show takes the rest of the height. */
  isCompact?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex((tab) => tab.id === value);
    const next: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const to = tabs[next[event.key] ?? -1];
    if (!to) return;
    event.preventDefault();
    onChange(to.id);
    document.getElementById(`${id}-${to.id}`)?.focus();
  };
  return (
    <div className={isCompact ? classes.compact : undefined}>
      <div className={classes.line}>
        <div role="tablist" className={classes.list} onKeyDown={onKeyDown}>
          {tabs.map((tab) => (
            <button
              key={tab.id}
              id={`${id}-${tab.id}`}
              type="button"
              role="tab"
              className={classes.tab}
              aria-selected={tab.id === value}
              aria-controls={tab.id === value ? `${id}-panel` : undefined}
              tabIndex={tab.id === value ? 0 : -1}
              onClick={() => onChange(tab.id)}
            >
              {tab.text}
            </button>
          ))}
        </div>
        {aside}
      </div>
      {bar}
      <div
        role="tabpanel"
        className={isCompact ? classes.panel : undefined}
        id={`${id}-panel`}
        aria-labelledby={`${id}-${value}`}
      >
        {children}
      </div>
    </div>
  );
}
