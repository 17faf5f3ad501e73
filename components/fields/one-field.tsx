"use client";

import { useTranslations } from "next-intl";
import type { ComponentType, ReactNode } from "react";
import type { Field } from "./field-kinds.ts";
import type { ErrorOf, FieldPath, FieldValues } from "./fields-form.tsx";
import { ObjectsField } from "./objects-field.tsx";
import { PasswordField } from "./password-field.tsx";
import { SelectField } from "./select-field.tsx";
import { TextArea } from "./text-area.tsx";
import { TextField } from "./text-field.tsx";
import { TextsField } from "./texts-field.tsx";
import { TickField } from "./tick-field.tsx";
import { UploadField } from "./upload-field.tsx";

export interface OneFieldProps {
  readonly field: Field;
  readonly value: unknown;
  /** Undefined takes the value out. */
  readonly put: (value: unknown, file?: File) => void;
  /** Where the value stands in the form. */
  readonly path: FieldPath;
  /** The values beside it. */
  readonly beside: FieldValues;
  readonly error?: ReactNode;
  /** What is wrong with fields inside of this one. */
  readonly errorOf?: ErrorOf | undefined;
  /** The server has one, a secret. */
  readonly isKept?: boolean;
  readonly isDisabled?: boolean;
  /** What draws fields inside of this one. */
  readonly Draw: ComponentType<OneFieldProps>;
}

const textOf = (value: unknown): string => (value === undefined || value === null ? "" : String(value));

/** The input of a plain kind. A default that is not written shows as what will be taken. */
export function OneField(props: OneFieldProps) {
  const t = useTranslations("common");
  const { field, value, put, error, isKept = false, isDisabled } = props;
  const common = {
    label: field.label,
    description: field.help,
    required: field.isRequired && !isKept,
    name: field.name,
    error,
    disabled: isDisabled,
  };
  const text = typeof value === "string" ? value : "";
  const shown = value ?? field.initial;
  const placeholder = textOf(field.initial) || undefined;
  switch (field.kind) {
    case "boolean":
      return (
        <TickField
          isSwitch
          label={field.label}
          description={field.help}
          checked={shown === true}
          disabled={isDisabled}
          onChange={put}
        />
      );
    case "number":
      return (
        <TextField
          {...common}
          type="number"
          step={field.isWhole ? 1 : "any"}
          min={field.least}
          max={field.most}
          placeholder={placeholder}
          style={{ maxWidth: 200 }}
          value={typeof value === "number" ? value : ""}
          onChange={({ currentTarget: { valueAsNumber: next } }) =>
            put(Number.isNaN(next) ? undefined : next)
          }
        />
      );
    case "choice":
      return (
        <SelectField
          {...common}
          data={field.options ?? []}
          value={textOf(shown)}
          onChange={(next) =>
            put(field.options?.find((one) => one.value === next)?.literal ?? (next || undefined))
          }
          isOptional={!field.isRequired && field.initial === undefined}
          style={{ maxWidth: 320 }}
        />
      );
    case "texts":
      return (
        <TextsField
          {...common}
          value={Array.isArray(shown) ? shown.map(String) : []}
          onChange={(next) => put(next.length ? next : undefined)}
        />
      );
    case "secret":
      return (
        <PasswordField
          {...common}
          value={text}
          autoComplete="new-password"
          placeholder={isKept ? t("secretKept") : undefined}
          onChange={(event) => put(event.currentTarget.value || undefined)}
        />
      );
    case "lines":
      return (
        <TextArea
          isMono
          {...common}
          value={text}
          rows={3}
          onChange={(event) => put(event.currentTarget.value || undefined)}
        />
      );
    case "file":
      return (
        <UploadField label={field.label} help={field.help} value={text} put={(id, file) => put(id, file)} />
      );
    case "objects":
      return <ObjectsField {...props} />;
    default:
      return (
        <TextField
          {...common}
          value={text}
          placeholder={placeholder}
          onChange={(event) => put(event.currentTarget.value || undefined)}
        />
      );
  }
}
