"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import fieldClasses from "../../fields/field.module.css";
import { Field } from "../../fields/field.tsx";
import type { OneFieldProps } from "../../fields/one-field.tsx";
import classes from "./rules.module.css";
import { useSurroundings } from "./surroundings.tsx";

/** A name as an expression writes it: in quotes where it is no plain word. */
const written = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** A text in a language: a regular expression, or an expression over columns, which are put in by name. */
export function CodeField({ field, value, put, error, isDisabled }: OneFieldProps) {
  const t = useTranslations("editor.inspect");
  const area = useRef<HTMLTextAreaElement>(null);
  const { columns, datatype } = useSurroundings();
  const names = datatype === undefined ? columns : ["value", ...columns];
  const text = typeof value === "string" ? value : "";
  const putIn = (name: string) => {
    const { selectionStart: from = text.length, selectionEnd: to = text.length } = area.current ?? {};
    put(text.slice(0, from) + written(name) + text.slice(to));
    area.current?.focus();
  };
  return (
    <Field label={field.label} description={field.help} error={error}>
      {(links) => (
        <>
          <textarea
            {...links}
            ref={area}
            rows={1}
            spellCheck={false}
            disabled={isDisabled}
            value={text}
            className={`${fieldClasses.input} ${fieldClasses.mono}`}
            onChange={(event) => put(event.currentTarget.value || undefined)}
          />
          {field.meta?.language === "expression" && names.length > 0 && !isDisabled ? (
            <select
              className={`${fieldClasses.input} ${fieldClasses.small} ${classes.putIn}`}
              aria-label={t("insertColumn")}
              value=""
              onChange={(event) => putIn(event.currentTarget.value)}
            >
              <option value="">{t("insertColumn")}</option>
              {names.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          ) : null}
        </>
      )}
    </Field>
  );
}
