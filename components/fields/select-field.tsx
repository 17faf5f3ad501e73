"use client";

import { type ComponentProps, useRef } from "react";
import { useEarlyChoice } from "../ui/use-early-choice.ts";
import classes from "./field.module.css";
import { Field, type FieldTexts } from "./field.tsx";

/** One of a list, by the browser's own picker. */
export function SelectField({
  label,
  description,
  error,
  isHelpSpoken = false,
  data,
  value,
  onChange,
  isOptional = false,
  isSmall = false,
  ...rest
}: FieldTexts & {
  readonly data: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** None may be chosen too. */
  readonly isOptional?: boolean;
  readonly isSmall?: boolean;
} & Omit<ComponentProps<"select">, "value" | "onChange">) {
  const select = useRef<HTMLSelectElement>(null);
  useEarlyChoice(() => data.find((one) => one.value === select.current?.value)?.value, value, onChange);
  return (
    <Field label={label} description={description} error={error} isHelpSpoken={isHelpSpoken}>
      {(links) => (
        <select
          {...links}
          {...rest}
          ref={select}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          className={`${classes.input} ${isSmall ? classes.small : ""}`}
        >
          {isOptional || !data.some((one) => one.value === value) ? <option value="">–</option> : null}
          {data.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
