"use client";

import { type CSSProperties, useId } from "react";
import classes from "./segmented-control.module.css";

/** One of a few, all of them in sight. */
export function SegmentedControl({
  label,
  value,
  onChange,
  data,
  style,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  data: readonly { readonly value: string; readonly label: string }[];
  style?: CSSProperties;
}) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={classes.frame} style={style}>
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
