// biome-ignore-all lint/a11y/useSemanticElements: headers are virtual and placed by pixels, which a table's cannot be
"use client";

import { IconChevronDown, IconFilterFilled } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type PointerEvent, useId, useRef, useState } from "react";
import menuClasses from "../../../ui/menu.module.css";
import type { FacetId } from "../model/filters.ts";
import { Box } from "./cells.tsx";
import { FacetPanel } from "./facet-panel.tsx";
import classes from "./grid.module.css";
import type { DrawnColumn } from "./grid-row.tsx";

/** What a header's filter shows. */
export interface FacetValues {
  readonly chosen: readonly string[];
  readonly values: () => readonly {
    readonly value: string;
    readonly label: string;
    readonly count: number;
  }[];
  readonly set: (chosen: readonly string[]) => void;
}

export function HeadCell({
  drawn: { column, place, left, width },
  gridId,
  isActive,
  isSelected,
  facet,
  resize,
  state,
}: {
  drawn: DrawnColumn;
  gridId: string;
  isActive: boolean;
  isSelected: boolean;
  facet: FacetValues | undefined;
  resize: (width: number) => void;
  /** Of the box above all rows: how many of them are selected. */
  state: "none" | "some" | "all" | undefined;
}) {
  const t = useTranslations("editor.grid");
  const label = t(`column.${column.id}`);
  return (
    <div
      id={isActive ? `${gridId}-active` : undefined}
      role="columnheader"
      tabIndex={-1}
      aria-colindex={place}
      aria-selected={isSelected}
      data-column={column.id}
      className={`${classes.headCell} ${column.isNumeric ? classes.numeric : ""} ${isActive ? classes.active : ""}`}
      style={{ left, width }}
    >
      <span className={classes.headText} title={state ? undefined : label}>
        {state ? <Box state={state} /> : label}
        {state ? <span className={classes.unseen}>{t(`selectAll.${state}`)}</span> : null}
      </span>
      {facet && column.facet ? <FacetButton label={label} id={column.facet} facet={facet} /> : null}
      {column.id === "select" ? null : <ResizeHandle width={width} resize={resize} />}
    </div>
  );
}

function FacetButton({ label, id: facetId, facet }: { label: string; id: FacetId; facet: FacetValues }) {
  const t = useTranslations("editor.grid");
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const place = () => {
    const at = opener.current?.getBoundingClientRect();
    if (!at || !panel.current) return;
    panel.current.style.left = `${Math.max(8, Math.min(at.right - 220, window.innerWidth - 292))}px`;
    panel.current.style.top = `${at.bottom + 4}px`;
  };
  const isOn = facet.chosen.length > 0;
  return (
    <>
      <button
        ref={opener}
        type="button"
        tabIndex={-1}
        data-facet={facetId}
        className={`${classes.filter} ${isOn ? classes.filtered : ""}`}
        popoverTarget={id}
        aria-label={t(isOn ? "filterOn" : "filterBy", { field: label, count: facet.chosen.length })}
      >
        {isOn ? <IconFilterFilled size={13} /> : <IconChevronDown size={14} />}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t("filterBy", { field: label })}
        className={menuClasses.panel}
        style={{ width: 280 }}
        onBeforeToggle={place}
        onToggle={(event) => {
          setOpen(event.newState === "open");
          if (event.newState === "open") panel.current?.querySelector<HTMLElement>("input,button")?.focus();
          else opener.current?.closest<HTMLElement>("[role=grid]")?.focus();
        }}
        // Its keys are not the grid's.
        onKeyDown={(event) => event.stopPropagation()}
      >
        {isOpen ? (
          <FacetPanel label={label} values={facet.values()} chosen={facet.chosen} onChange={facet.set} />
        ) : null}
      </div>
    </>
  );
}

/** Dragged; by keys a header is resized with Shift and arrows. */
function ResizeHandle({ width, resize }: { width: number; resize: (width: number) => void }) {
  const [start, setStart] = useState<{ at: number; width: number }>();
  const move = (event: PointerEvent) => {
    if (start) resize(start.width + event.clientX - start.at);
  };
  return (
    <span
      aria-hidden
      className={`${classes.resize} ${start ? classes.resizing : ""}`}
      onPointerDown={(event) => {
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        setStart({ at: event.clientX, width });
      }}
      onPointerMove={move}
      onPointerUp={() => setStart(undefined)}
      onPointerCancel={() => setStart(undefined)}
    />
  );
}
