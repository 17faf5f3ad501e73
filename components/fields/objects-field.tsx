"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import classes from "./field.module.css";
import { FieldsForm, type FieldValues, initialValues } from "./fields-form.tsx";
import type { OneFieldProps } from "./one-field.tsx";

/** A list of objects, each with the same fields. */
export function ObjectsField({ field, value, put, path, Draw, isDisabled, errorOf }: OneFieldProps) {
  const t = useTranslations("sources");
  const rows: readonly FieldValues[] = Array.isArray(value) ? value : [];
  const inner = field.fields ?? [];
  return (
    <fieldset className={classes.group} disabled={isDisabled}>
      <legend>{field.label}</legend>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={index}>
          <FieldsForm
            fields={inner}
            values={row}
            path={[...path, index]}
            errorOf={errorOf}
            Draw={Draw}
            change={(next) => put(rows.map((old, at) => (at === index ? next : old)))}
          />
          {rows.length > 1 || !field.isRequired ? (
            <Button
              style={{ marginTop: 8 }}
              variant="subtle"
              color="red"
              onClick={() => put(rows.filter((_row, at) => at !== index))}
            >
              {t("removeItem")}
            </Button>
          ) : null}
        </div>
      ))}
      <Button
        variant="default"
        onClick={() => put([...rows, initialValues(inner)])}
        style={{ justifySelf: "start" }}
      >
        {t("addItem")}
      </Button>
    </fieldset>
  );
}
