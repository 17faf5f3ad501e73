"use client";

import { useTranslations } from "next-intl";
import type { EnvironmentChoice } from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";

/** Asks where something is done; nothing is asked where there is no environment. */
export function EnvironmentField({
  environments,
  value,
  onChange,
  description,
  isInline = false,
  isSmall = false,
}: {
  environments: readonly EnvironmentChoice[];
  /** Absent: as the document is written. */
  value: string | undefined;
  onChange: (environment: string | undefined) => void;
  description?: string;
  /** Among buttons: its name and its description are read out alone, the latter shown to who points at it. */
  isInline?: boolean;
  isSmall?: boolean;
}) {
  const t = useTranslations("environments");
  if (environments.length === 0 && value === undefined) return null;
  const isKnown = value === undefined || environments.some(({ name }) => name === value);
  return (
    <SelectField
      {...(isInline
        ? { "aria-label": t("environment"), title: description, isHelpSpoken: true }
        : { label: t("environment") })}
      description={description}
      isSmall={isSmall}
      value={value ?? ""}
      onChange={(name) => onChange(name === "" ? undefined : name)}
      data={[
        { value: "", label: t("asWritten") },
        ...environments.map(({ name, title }) => ({
          value: name,
          label: title ? `${name} · ${title}` : name,
        })),
        ...(isKnown ? [] : [{ value, label: value }]),
      ]}
    />
  );
}
