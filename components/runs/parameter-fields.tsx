"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { type DeclaredParameter, relativeDateIds } from "#lib/contracts";
import { readParameter, resolveParameters } from "#lib/schedules";
import { SelectField } from "../fields/select-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { ErrorText } from "../ui/error-text.tsx";

/** Values of parameters as they are written, by name; an empty one takes its default. */
export type WrittenParameters = Readonly<Record<string, string>>;

/** What is wrong with written values, by name; a required one without a default may not be empty unless `isOptional`. */
export const wrongParameters = (
  declared: readonly DeclaredParameter[],
  written: WrittenParameters,
  isOptional = false,
): readonly string[] =>
  declared
    .filter((one) => {
      const text = written[one.name] ?? "";
      if (text === "") return !isOptional && one.required === true && one.default === undefined;
      return !readParameter(one, text).ok;
    })
    .map(({ name }) => name);

/** Inputs for the parameters that a document declares. Days such as `yesterday` are shown as the date they are now. */
export function ParameterFields({
  declared,
  written,
  change,
  timeZone = "UTC",
  isOptional = false,
}: {
  declared: readonly DeclaredParameter[];
  written: WrittenParameters;
  change: (written: WrittenParameters) => void;
  /** Where days are meant. */
  timeZone?: string;
  /** Values may come later: with each call. */
  isOptional?: boolean;
}) {
  const t = useTranslations("runs");
  const days = useId();
  const [now] = useState(() => new Date());
  return (
    <>
      {declared.map((one) => {
        const text = written[one.name] ?? "";
        const read = text === "" ? undefined : readParameter(one, text);
        const error = read && !read.ok ? <ErrorText error={read.error} /> : undefined;
        const put = (value: string) => change({ ...written, [one.name]: value });
        const resolved = read && !read.ok ? undefined : dayOf(one, text, { at: now, timeZone });
        const hint = [
          text === "" && one.default !== undefined ? t("byDefault", { value: String(one.default) }) : "",
          text === "" && one.default === undefined && !one.required ? t("noValue") : "",
          resolved ?? "",
        ]
          .filter(Boolean)
          .join(" · ");
        const label = `${one.title || one.name}${one.required && one.default === undefined && !isOptional ? " *" : ""}`;
        const common = { label, description: hint || undefined, error };
        const choices = one.datatype === "boolean" ? ["true", "false"] : one.choices;
        if (one.datatype === "boolean" || one.datatype === "choice")
          return (
            <SelectField
              key={one.name}
              {...common}
              isOptional
              data={(choices ?? []).map((value) => ({
                value,
                label: one.datatype === "boolean" ? t(value === "true" ? "yes" : "no") : value,
              }))}
              value={text}
              onChange={put}
            />
          );
        return (
          <TextField
            key={one.name}
            {...common}
            value={text}
            list={one.datatype === "date" ? days : undefined}
            inputMode={one.datatype === "integer" || one.datatype === "decimal" ? "decimal" : undefined}
            autoComplete="off"
            onChange={(event) => put(event.currentTarget.value)}
          />
        );
      })}
      <datalist id={days}>
        {relativeDateIds.map((id) => (
          <option key={id} value={id}>
            {t(`day.${id}`)}
          </option>
        ))}
      </datalist>
    </>
  );
}

/** The date that a relative day is now; undefined where a date stands there already. */
function dayOf(
  declared: DeclaredParameter,
  text: string,
  instant: { at: Date; timeZone: string },
): string | undefined {
  const written = text === "" ? declared.default : text;
  if (declared.datatype !== "date" || typeof written !== "string" || /^\d/.test(written)) return undefined;
  const found = resolveParameters([declared], { [declared.name]: written }, instant);
  return found.ok ? (found.value[0]?.value ?? undefined) : undefined;
}
