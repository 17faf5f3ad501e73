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
  ...rest
}: FieldTexts & { readonly isMono?: boolean } & ComponentProps<"textarea">) {
  return (
    <Field label={label} description={description} error={error}>
      {(links) => (
        <textarea {...links} {...rest} className={`${classes.input} ${isMono ? classes.mono : ""}`} />
      )}
    </Field>
  );
}
