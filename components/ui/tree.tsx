"use client";

import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import classes from "./tree.module.css";
import { type TreeLine, treeMove } from "./tree-move.ts";

export interface DrawnLine extends TreeLine {
  readonly text: string;
  readonly picture?: ReactNode;
  /** Behind the name. */
  readonly aside?: ReactNode;
  readonly isSelected: boolean;
}

/** Lines that open and close, one tab stop for all of them (APG tree). `lines` are those in sight, from the top down. */
export function Tree({
  label,
  lines,
  choose,
  setOpen,
  onKey,
}: {
  label: string;
  lines: readonly DrawnLine[];
  choose: (id: string) => void;
  setOpen: (id: string, isOpen: boolean) => void;
  /** Keys of its own, asked first; answers whether it took one. */
  onKey?: (event: KeyboardEvent, id: string) => boolean;
}) {
  const prefix = useId();
  const [active, setActive] = useState("");
  const found = lines.findIndex(({ id }) => id === active);
  const at =
    found === -1
      ? Math.max(
          0,
          lines.findIndex(({ isSelected }) => isSelected),
        )
      : found;
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[at];
    if (!line) return;
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
    if (to) document.getElementById(`${prefix}${to.id}`)?.focus();
  };
  return (
    <div role="tree" aria-label={label} tabIndex={-1} className={classes.tree} onKeyDown={onKeyDown}>
      {lines.map((line, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys of its lines
        <div
          key={line.id}
          id={`${prefix}${line.id}`}
          role="treeitem"
          aria-level={line.level}
          aria-expanded={line.isOpen}
          aria-selected={line.isSelected}
          tabIndex={index === at ? 0 : -1}
          className={classes.line}
          style={{ paddingInlineStart: 6 + (line.level - 1) * 20 }}
          onFocus={() => setActive(line.id)}
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
      ))}
    </div>
  );
}
