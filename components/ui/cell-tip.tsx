"use client";

import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import classes from "./data-grid.module.css";
import type { GridPlace } from "./grid-moves.ts";

/** What names a cell in its grid, for whatever has to find it again. */
export const cellId = (grid: string, { row, column }: GridPlace): string => `${grid}-${row}-${column}`;

function placeIn(target: EventTarget | null): GridPlace | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-cell]") : null;
  const [row, column] = (cell?.dataset.cell ?? "").split(":").map(Number);
  return row === undefined || column === undefined ? undefined : { row, column };
}

/**
 * What a cell of a grid has to say beside its value, while the pointer is over it or the keyboard on it; Escape closes it
 * (WCAG 1.4.13). It draws itself, so that no row is drawn again for it.
 */
export function CellTip({
  frame,
  grid,
  active,
  tipOf,
}: {
  frame: RefObject<HTMLElement | null>;
  grid: string;
  /** Where the keyboard is. */
  active: GridPlace;
  tipOf: (place: GridPlace) => ReactNode;
}) {
  const [at, setAt] = useState<GridPlace>();
  const panel = useRef<HTMLDivElement>(null);
  const now = useRef({ active, at });
  const content = at ? tipOf(at) : undefined;
  const isShown = content !== undefined && content !== null;

  useEffect(() => {
    now.current = { active, at };
  });
  useEffect(() => {
    if (frame.current?.contains(document.activeElement)) setAt(active);
  }, [active, frame]);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const hide = () => setAt(undefined);
    const onOver = (event: PointerEvent) => {
      if (panel.current?.contains(event.target as Node)) return;
      const next = placeIn(event.target);
      if (next?.row !== now.current.at?.row || next?.column !== now.current.at?.column) setAt(next);
    };
    const onFocus = () => setAt(now.current.active);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !now.current.at) return;
      event.stopPropagation();
      hide();
    };
    const of = { pointerover: onOver, pointerleave: hide, focusin: onFocus, focusout: hide, keydown: onKey };
    const listeners = Object.entries(of) as [string, EventListener][];
    for (const [name, listener] of listeners) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) element.removeEventListener(name, listener);
    };
  }, [frame]);

  useLayoutEffect(() => {
    const element = frame.current;
    const box = panel.current;
    if (!isShown || !at || !element || !box) return;
    box.showPopover();
    const place = () => {
      const cell = document.getElementById(cellId(grid, at));
      if (!cell) return setAt(undefined);
      const { left, top, bottom } = cell.getBoundingClientRect();
      const { width, height } = box.getBoundingClientRect();
      const isLow = bottom + height + 4 > window.innerHeight;
      box.style.left = `${Math.max(4, Math.min(left, document.documentElement.clientWidth - width - 8))}px`;
      box.style.top = `${isLow ? top - height : bottom}px`;
    };
    place();
    element.addEventListener("scroll", place, { passive: true });
    return () => element.removeEventListener("scroll", place);
  }, [at, isShown, frame, grid]);

  if (!isShown) return null;
  return (
    <div ref={panel} id={`${grid}-tip`} role="tooltip" popover="manual" className={classes.tip}>
      {content}
    </div>
  );
}
