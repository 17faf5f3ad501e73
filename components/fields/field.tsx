"use client";

import { type ReactNode, useId } from "react";
import classes from "./field.module.css";

export interface FieldTexts {
  readonly label?: ReactNode;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  /** The description is read out alone: there is no room for it. */
  readonly isHelpSpoken?: boolean;
}

/** What ties an input to its texts. */
export interface FieldLinks {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: boolean;
}

/** An input with its label, its help and what is wrong with it, tied together for who cannot see them. */
export function Field({
  label,
  description,
  error,
  isHelpSpoken = false,
  children,
}: FieldTexts & { children: (links: FieldLinks) => ReactNode }) {
  const id = useId();
  const described = [description ? `${id}-help` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={classes.field}>
      {label ? (
        <label htmlFor={id} className={classes.label}>
          {label}
        </label>
      ) : null}
      {description ? (
        <div id={`${id}-help`} className={isHelpSpoken ? classes.spoken : classes.help}>
          {description}
        </div>
      ) : null}
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error ? (
        <div id={`${id}-error`} className={classes.error}>
          {error}
        </div>
      ) : null}
    </div>
  );
}
