"use client";

import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import classes from "./tree.module.css";
import { type TreeLine, treeMove, treePlaces } from "./tree-move.ts";
import { useWindow } from "./use-window.ts";

export interface DrawnLine extends TreeLine {
  readonly text: string;
  readonly picture?: ReactNode;
  /** Behind the name. */
  readonly aside?: ReactNode;
  readonly isSelected: boolean;
}

/** Of tree.module.css; pixels. */
const lineHeight = 28;

/**
 * Lines that open and close, one tab stop for all of them (APG tree). `lines` are those that are open, from the top down;
 * those in sight are drawn, however many there are.
 */
export function Tree({
  label,
  lines,
  choose,
  setOpen,
  onKey,
  onMenu,
}: {
  label: string;
  lines: readonly DrawnLine[];
  choose: (id: string) => void;
  setOpen: (id: string, isOpen: boolean) => void;
  /** Keys of its own, asked first; answers whether it took one. */
  onKey?: (event: KeyboardEvent, id: string) => boolean;
  /** Actions of a line are asked for, at a place of the window. */
  onMenu?: (id: string, at: { readonly x: number; readonly y: number; readonly opener: HTMLElement }) => void;
}) {
  const prefix = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState("");
  /** A line that waits to be drawn, so that it can take the focus. */
  const [wanted, setWanted] = useState<string>();
  const view = useWindow({ frame, count: lines.length, size: lineHeight, lead: 0, beyond: 12 });
  const places = useMemo(() => treePlaces(lines), [lines]);
  const selected = lines.findIndex(({ isSelected }) => isSelected);
  const found = lines.findIndex(({ id }) => id === active);
  const at = found === -1 ? Math.max(0, selected) : found;
  const idOf = (index: number) => `${prefix}${lines[index]?.id}`;

  useEffect(() => {
    if (wanted === undefined) return;
    const line = document.getElementById(`${prefix}${wanted}`);
    if (!line) return;
    line.focus({ preventScroll: true });
    setWanted(undefined);
  });

  const { show } = view;
  const shown = useRef("");
  useEffect(() => {
    const id = lines[selected]?.id ?? "";
    if (id === shown.current) return;
    shown.current = id;
    if (selected >= 0) show(selected);
  });

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const line = lines[at];
    if (!line) return;
    const isMenu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
    const element = document.getElementById(idOf(at));
    if (isMenu && onMenu && element) {
      event.preventDefault();
      const { left, bottom } = element.getBoundingClientRect();
      onMenu(line.id, { x: left + 24, y: bottom, opener: element });
      return;
    }
    if (onKey?.(event, line.id)) {
      event.preventDefault();
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const move = treeMove(event.code === "Space" ? "Space" : event.key, at, lines);
    if (!move) return;
    event.preventDefault();
    if (move.isOpen !== undefined) setOpen(line.id, move.isOpen);
    if (move.isChosen) choose(line.id);
    const to = move.to === undefined ? undefined : lines[move.to];
    if (!to || move.to === undefined) return;
    setActive(to.id);
    setWanted(to.id);
    view.show(move.to);
  };
  const openMenu = (event: MouseEvent<HTMLElement>, id: string) => {
    if (!onMenu) return;
    event.preventDefault();
    onMenu(id, { x: event.clientX, y: event.clientY, opener: event.currentTarget });
  };
  const drawn = view.items.some(({ index }) => index === at)
    ? view.items
    : [...view.items, { index: at, start: at * lineHeight }];
  return (
    <div ref={frame} className={classes.frame}>
      <div
        role="tree"
        aria-label={label}
        tabIndex={-1}
        className={classes.tree}
        style={{ height: view.total }}
        onKeyDown={onKeyDown}
      >
        {drawn.map(({ index, start }) => {
          const line = lines[index];
          if (!line) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys of its lines
            <div
              key={line.id}
              id={`${prefix}${line.id}`}
              role="treeitem"
              aria-level={line.level}
              aria-posinset={places[index]?.place}
              aria-setsize={places[index]?.of}
              aria-expanded={line.isOpen}
              aria-selected={line.isSelected}
              tabIndex={index === at ? 0 : -1}
              className={classes.line}
              style={{ top: start, paddingInlineStart: 6 + (line.level - 1) * 20 }}
              onFocus={() => setActive(line.id)}
              onContextMenu={(event) => openMenu(event, line.id)}
              onClick={() => {
                choose(line.id);
                if (line.isOpen !== undefined) setOpen(line.id, !(line.isOpen && line.isSelected));
              }}
            >
              {line.isOpen === undefined ? (
                <span className={classes.gap} />
              ) : line.isOpen ? (
                <IconChevronDown size={14} aria-hidden />
              ) : (
                <IconChevronRight size={14} aria-hidden />
              )}
              {line.picture}
              <span className={classes.name} title={line.text}>
                {line.text}
              </span>
              {line.aside}
            </div>
          );
        })}
      </div>
    </div>
  );
}
