"use client";

import type { ComponentProps, ReactNode } from "react";
import classes from "./field.module.css";
import { Field, type FieldTexts } from "./field.tsx";

/** A line of text; also of digits, an e-mail address: whatever the browser's input knows. */
export function TextField({
  label,
  description,
  error,
  picture,
  isSmall = false,
  className = "",
  ...rest
}: FieldTexts & { readonly picture?: ReactNode; readonly isSmall?: boolean } & ComponentProps<"input">) {
  return (
    <Field label={label} description={description} error={error}>
      {(links) => (
        <div className={classes.within}>
          {picture}
          <input
            {...links}
            {...rest}
            className={`${classes.input} ${isSmall ? classes.small : ""} ${className}`}
          />
        </div>
      )}
    </Field>
  );
}
