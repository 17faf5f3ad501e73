"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import classes from "./combobox.module.css";

export interface ComboboxOption {
  readonly value: string;
  readonly label: string;
  readonly picture?: ReactNode;
  readonly hint?: string;
}

/** Options beyond these are found by typing. */
const mostShown = 200;

/**
 * One of many, found by typing (APG combobox with a list). It takes the focus at once, and says how it was left: by Enter, by
 * Tab, or without a choice.
 */
export function Combobox({
  label,
  options,
  find,
  initial = "",
  current,
  choose,
  cancel,
}: {
  label: string;
  options: readonly ComboboxOption[];
  /** The options for a text, where typing can name one that is not in the list. */
  find?: (text: string) => readonly ComboboxOption[];
  initial?: string;
  /** The value that holds now. */
  current?: string;
  choose: (value: string, by: "enter" | "tab" | "shift-tab" | "pointer") => void;
  cancel: () => void;
}) {
  const t = useTranslations("common");
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(initial);
  const wanted = text.trim().toLowerCase();
  const found = (
    find?.(text.trim()) ??
    options.filter((one) => wanted === "" || `${one.label} ${one.value}`.toLowerCase().includes(wanted))
  ).slice(0, mostShown);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      options.findIndex(({ value }) => value === current),
    ),
  );
  const active = Math.min(at, found.length - 1);
  useLayoutEffect(() => input.current?.focus({ preventScroll: true }), []);
  const open = () => {
    const place = input.current?.getBoundingClientRect();
    const panel = list.current;
    if (!place || !panel) return;
    // A dialog that opened meanwhile lies above what was shown before it.
    panel.hidePopover();
    panel.showPopover();
    const isLow = place.bottom + 290 > window.innerHeight && place.top > 300;
    panel.style.minWidth = `${Math.max(200, place.width)}px`;
    panel.style.left = `${Math.max(4, Math.min(place.left, window.innerWidth - panel.offsetWidth - 8))}px`;
    panel.style.top = isLow ? "auto" : `${place.bottom + 2}px`;
    panel.style.bottom = isLow ? `${window.innerHeight - place.top + 2}px` : "auto";
  };
  useLayoutEffect(() => {
    list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 8,
      PageUp: active - 8,
    };
    const to = moves[event.key];
    event.stopPropagation();
    if (to !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(found.length - 1, to)));
    } else if (event.key === "Escape") {
      event.preventDefault();
      cancel();
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      const chosen = found[active];
      if (chosen)
        choose(chosen.value, event.key === "Enter" ? "enter" : event.shiftKey ? "shift-tab" : "tab");
    }
  };
  return (
    <>
      <input
        ref={input}
        className={classes.input}
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        // Inside a dialog it can have the focus only once that is open.
        data-autofocus
        onFocus={open}
        // A dialog that opens or closes around it may take the focus for a moment.
        onBlur={() =>
          setTimeout(() => {
            if (input.current && document.activeElement !== input.current) cancel();
          })
        }
      />
      <div ref={list} id={id} role="listbox" aria-label={label} popover="manual" className={classes.list}>
        {found.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input takes the keys of its list
          <div
            key={option.value}
            id={`${id}-${index}`}
            data-at={index}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={classes.option}
            // The input keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={(event) => {
              event.stopPropagation();
              choose(option.value, "pointer");
            }}
          >
            {option.picture}
            {option.label}
            {option.hint ? <span className={classes.hint}>{option.hint}</span> : null}
          </div>
        ))}
        {found.length === 0 ? <div className={classes.empty}>{t("nothingMatches")}</div> : null}
      </div>
    </>
  );
}
