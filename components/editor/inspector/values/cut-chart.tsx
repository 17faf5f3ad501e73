"use client";

import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import type { ColumnType } from "#lib/contracts";
import { formatNumber } from "../../../ui/format.ts";
import { type Bin, keyStep, writtenAt } from "./cut.ts";
import classes from "./values.module.css";

type Bound = "minimum" | "maximum";
const bounds = ["minimum", "maximum"] as const;

/** Bars with two movable lines over them (APG slider): what lies outside is drawn as refused. */
export function CutChart({
  bins,
  type,
  bounds: at,
  move,
  label,
}: {
  bins: readonly Bin[];
  type: ColumnType;
  bounds: Readonly<Record<Bound, number | undefined>>;
  /** Absent where nothing may be changed. */
  move?: ((bound: Bound, to: number) => void) | undefined;
  label: string;
}) {
  const locale = useLocale();
  const frame = useRef<HTMLDivElement>(null);
  const least = bins[0]?.from ?? 0;
  const most = bins.at(-1)?.to ?? 1;
  const highest = Math.max(1, ...bins.map(({ rows }) => rows));
  const low = at.minimum ?? least;
  const high = at.maximum ?? most;
  const share = (place: number) => Math.max(0, Math.min(1, (place - least) / (most - least || 1)));
  const isOut = ({ from, to }: Bin) =>
    (at.minimum !== undefined && to <= at.minimum) || (at.maximum !== undefined && from >= at.maximum);
  const within = (bound: Bound, to: number) => (bound === "minimum" ? Math.min(to, high) : Math.max(to, low));
  const drag = (bound: Bound, event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const part = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    move?.(bound, within(bound, least + part * (most - least)));
  };
  return (
    <fieldset className={classes.cut} aria-label={label}>
      <div ref={frame} className={classes.plot}>
        <div className={classes.bars} aria-hidden>
          {bins.map((bin) => (
            <span
              key={bin.from}
              className={`${classes.bar} ${isOut(bin) ? classes.out : ""}`}
              title={`${writtenAt(bin.from, type)} – ${writtenAt(bin.to, type)}: ${formatNumber(bin.rows, locale)}`}
              style={{ height: `${(bin.rows / highest) * 100}%` }}
            />
          ))}
        </div>
        {bounds.map((bound) => (
          <Handle
            key={bound}
            bound={bound}
            place={bound === "minimum" ? low : high}
            share={share(bound === "minimum" ? low : high)}
            range={[least, most]}
            isSet={at[bound] !== undefined}
            text={String(writtenAt(bound === "minimum" ? low : high, type))}
            step={keyStep(bins, type)}
            move={move && ((to) => move(bound, within(bound, to)))}
            drag={(event) => drag(bound, event)}
          />
        ))}
      </div>
      <div className={classes.axis}>
        <span>{writtenAt(least, type)}</span>
        <span>{writtenAt(most, type)}</span>
      </div>
    </fieldset>
  );
}

function Handle({
  bound,
  place,
  share,
  range,
  isSet,
  text,
  step,
  move,
  drag,
}: {
  bound: Bound;
  place: number;
  share: number;
  range: readonly [number, number];
  isSet: boolean;
  text: string;
  step: number;
  move: ((to: number) => void) | undefined;
  drag: (event: PointerEvent) => void;
}) {
  const t = useTranslations("editor.inspect");
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Readonly<Record<string, number>> = {
      ArrowRight: place + step,
      ArrowUp: place + step,
      ArrowLeft: place - step,
      ArrowDown: place - step,
      PageUp: place + step * 10,
      PageDown: place - step * 10,
      Home: range[0],
      End: range[1],
    };
    const next = to[event.key];
    if (next === undefined || !move) return;
    event.preventDefault();
    move(next);
  };
  return (
    <span
      role="slider"
      tabIndex={move ? 0 : -1}
      aria-label={t(`bound.${bound}`)}
      aria-valuemin={range[0]}
      aria-valuemax={range[1]}
      aria-valuenow={place}
      aria-valuetext={isSet ? text : t("noBound")}
      aria-disabled={!move}
      className={`${classes.handle} ${isSet ? "" : classes.unset}`}
      style={{ insetInlineStart: `calc(${share * 100}% - 12px)` }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (move) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
    />
  );
}
