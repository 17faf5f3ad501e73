"use client";

import { IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, type KeyboardEvent, useState } from "react";
import { IconButton } from "../ui/icon-button.tsx";
import classes from "./field.module.css";
import { Field, type FieldTexts } from "./field.tsx";

/** Several short texts: Enter, a comma or leaving the field adds one. */
export function TextsField({
  label,
  description,
  error,
  value,
  onChange,
  required,
  ...rest
}: FieldTexts & {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
} & Omit<ComponentProps<"input">, "value" | "onChange">) {
  const t = useTranslations("common");
  const [typed, type] = useState("");
  const add = () => {
    const text = typed.trim();
    type("");
    if (text !== "" && !value.includes(text)) onChange([...value, text]);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && typed === "") onChange(value.slice(0, -1));
  };
  return (
    <Field label={label} description={description} error={error}>
      {(links) => (
        <>
          {value.length > 0 ? (
            <div className={classes.chips}>
              {value.map((one) => (
                <span key={one} className={classes.chip}>
                  {one}
                  <IconButton
                    label={t("removeText", { text: one })}
                    size={24}
                    onClick={() => onChange(value.filter((other) => other !== one))}
                  >
                    <IconX size={12} />
                  </IconButton>
                </span>
              ))}
            </div>
          ) : null}
          <input
            {...links}
            {...rest}
            value={typed}
            required={required && value.length === 0}
            onChange={(event) => type(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onBlur={add}
            className={classes.input}
          />
        </>
      )}
    </Field>
  );
}
