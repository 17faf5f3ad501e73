"use client";

import { useTranslations } from "next-intl";
import type { OneFieldProps } from "../../fields/one-field.tsx";
import { SelectField } from "../../fields/select-field.tsx";
import { TextField } from "../../fields/text-field.tsx";
import { inputTypeOf, scalarOf } from "./scalar.ts";
import { useSurroundings } from "./surroundings.tsx";

/** One value, written as the column has it: a date is chosen, yes and no too, anything else is typed. */
export function ScalarField({ field, value, put, error, isDisabled }: OneFieldProps) {
  const t = useTranslations("editor.inspect");
  const { datatype } = useSurroundings();
  const also = field.also ?? [];
  const text = value === undefined ? "" : String(value);
  const common = { label: field.label, description: field.help, error, disabled: isDisabled };
  const write = (next: string) => put(next === "" ? undefined : scalarOf(next, also, datatype));
  if (datatype === "boolean" && also.includes("boolean"))
    return (
      <SelectField
        {...common}
        data={(["true", "false"] as const).map((one) => ({ value: one, label: t(one) }))}
        value={text}
        isOptional={!field.isRequired}
        onChange={write}
      />
    );
  return (
    <TextField
      {...common}
      type={inputTypeOf(datatype, text)}
      required={field.isRequired}
      placeholder={field.initial === undefined ? undefined : String(field.initial)}
      value={text}
      onChange={(event) => write(event.currentTarget.value)}
    />
  );
}
