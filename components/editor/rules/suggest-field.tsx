"use client";

import { useId } from "react";
import type { OneFieldProps } from "../../fields/one-field.tsx";
import { TextField } from "../../fields/text-field.tsx";

/** A text that is mostly one of a few: they are offered, another one can be typed. */
export function SuggestField({ field, value, put, error, isDisabled }: OneFieldProps) {
  const id = useId();
  return (
    <>
      <TextField
        label={field.label}
        description={field.help}
        error={error}
        list={id}
        disabled={isDisabled}
        autoComplete="off"
        placeholder={field.initial === undefined ? undefined : String(field.initial)}
        value={typeof value === "string" ? value : ""}
        onChange={(event) => put(event.currentTarget.value || undefined)}
      />
      <datalist id={id}>
        {field.options?.map((one) => (
          <option key={one.value} value={one.value} />
        ))}
      </datalist>
    </>
  );
}
