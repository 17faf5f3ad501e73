"use client";

import type { Icon } from "@tabler/icons-react";
import { type ReactNode, useId, useRef } from "react";
import classes from "./more-words.module.css";
import type { Tone } from "./tag.tsx";

/** An icon and a word that open the sentences behind them: the browser's own popover. */
export function MoreWords({
  tone,
  icon: Picture,
  text,
  label,
  children,
}: {
  tone: Tone;
  icon: Icon;
  text: ReactNode;
  /** Names what opens. */
  label: string;
  children: ReactNode;
}) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = () => {
    const at = opener.current?.getBoundingClientRect();
    if (!at || !panel.current) return;
    const isLow = at.bottom > window.innerHeight / 2;
    const left = Math.min(at.left, document.documentElement.clientWidth - 440);
    panel.current.style.left = `${Math.max(8, left)}px`;
    panel.current.style.top = isLow ? "auto" : `${at.bottom + 4}px`;
    panel.current.style.bottom = isLow ? `${window.innerHeight - at.top + 4}px` : "auto";
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={`${classes.opener} ${classes[tone]}`}
        popoverTarget={id}
        aria-haspopup="dialog"
      >
        <Picture size={14} aria-hidden />
        <span>{text}</span>
      </button>
      <div
        ref={panel}
        id={id}
        role="dialog"
        aria-label={label}
        popover="auto"
        tabIndex={-1}
        className={classes.panel}
        onBeforeToggle={place}
        onToggle={(event) => {
          if (event.newState === "open") panel.current?.focus();
        }}
      >
        {children}
      </div>
    </>
  );
}
