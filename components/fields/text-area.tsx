"use client";

import type { ComponentProps } from "react";
import classes from "./field.module.css";
import { Field, type FieldTexts } from "./field.tsx";

/** Several lines; grows with them. */
export function TextArea({
  label,
  description,
  error,
  isMono = false,
  rows = 2,
  ...rest
}: FieldTexts & { readonly isMono?: boolean } & ComponentProps<"textarea">) {
  return (
    <Field label={label} description={description} error={error}>
      {(links) => (
        <textarea
          {...links}
          {...rest}
          // What grows with its text ignores its rows.
          style={{ minHeight: `calc(${rows}lh + 14px)` }}
          className={`${classes.input} ${isMono ? classes.mono : ""}`}
        />
      )}
    </Field>
  );
}
