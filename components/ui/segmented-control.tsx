"use client";

import { type CSSProperties, useId, useRef } from "react";
import classes from "./segmented-control.module.css";
import { useEarlyChoice } from "./use-early-choice.ts";

/** One of a few, all of them in sight. */
export function SegmentedControl({
  label,
  value,
  onChange,
  data,
  isSmall = false,
  style,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  data: readonly { readonly value: string; readonly label: string }[];
  isSmall?: boolean;
  style?: CSSProperties;
}) {
  const name = useId();
  const frame = useRef<HTMLDivElement>(null);
  useEarlyChoice(
    () => frame.current?.querySelector<HTMLInputElement>("input:checked")?.value,
    value,
    onChange,
  );
  return (
    <div
      ref={frame}
      role="radiogroup"
      aria-label={label}
      className={`${classes.frame} ${isSmall ? classes.small : ""}`}
      style={style}
    >
      {data.map((one) => (
        <label key={one.value} className={classes.one}>
          <input
            type="radio"
            name={name}
            value={one.value}
            checked={one.value === value}
            onChange={() => onChange(one.value)}
          />
          <span>{one.label}</span>
        </label>
      ))}
    </div>
  );
}
