"use client";

import { type ReactNode, useId } from "react";
import classes from "./field.module.css";

/** Yes or no. As a switch it holds at once, as a box it is part of what is sent. */
export function TickField({
  label,
  description,
  checked,
  onChange,
  isSwitch = false,
  isLabelHidden = false,
  disabled,
}: {
  label: string;
  description?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  isSwitch?: boolean;
  /** Where the place says it to the eye: a row of a table. */
  isLabelHidden?: boolean;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className={classes.tick}>
      <input
        id={id}
        type="checkbox"
        role={isSwitch ? "switch" : undefined}
        checked={checked}
        disabled={disabled}
        aria-label={isLabelHidden ? label : undefined}
        aria-describedby={description ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {isLabelHidden ? null : <label htmlFor={id}>{label}</label>}
      {description ? (
        <div id={`${id}-help`} className={classes.help}>
          {description}
        </div>
      ) : null}
    </div>
  );
}
