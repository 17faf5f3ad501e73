"use client";

import type { ComponentType, ReactNode } from "react";
import type { Field } from "./field-kinds.ts";
import type { OneFieldProps } from "./one-field.tsx";

export type FieldValues = Readonly<Record<string, unknown>>;
export type FieldPath = readonly (string | number)[];
export type ErrorOf = (path: FieldPath, field: Field) => ReactNode;

/** What a form starts with: the defaults of the schema. */
export const initialValues = (fields: readonly Field[]): FieldValues =>
  Object.fromEntries(
    fields.flatMap((field) =>
      field.initial !== undefined
        ? [[field.name, field.initial]]
        : field.kind === "objects"
          ? [[field.name, [initialValues(field.fields ?? [])]]]
          : field.kind === "boolean" && field.isRequired
            ? [[field.name, false]]
            : [],
    ),
  );

/** Whether a field counts beside the others' values; what was written before it stopped counting stays. */
const isAsked = ({ meta }: Field, values: FieldValues): boolean =>
  meta?.when === undefined || meta.when.is.includes(String(values[meta.when.field]));

/** Inputs for every field of a variant's schema. Empty optional fields are absent, never empty text. */
export function FieldsForm({
  fields,
  values,
  change,
  keptSecrets = [],
  path = [],
  errorOf,
  isDisabled,
  Draw,
}: {
  fields: readonly Field[];
  values: FieldValues;
  change: (values: FieldValues) => void;
  /** Secrets the server holds: left empty, they stay. */
  keptSecrets?: readonly string[];
  /** Where these values stand in what is edited. */
  path?: FieldPath;
  errorOf?: ErrorOf | undefined;
  isDisabled?: boolean;
  /** What draws each field: `OneField` for the plain kinds. */
  Draw: ComponentType<OneFieldProps>;
}) {
  const put = (name: string, value: unknown, file?: File) => {
    const { [name]: _old, ...rest } = values;
    const kept = value === undefined ? rest : { ...values, [name]: value };
    change(file ? { ...kept, ...namesOf(fields, file, kept) } : kept);
  };
  return (
    <div style={{ display: "grid", gap: 12 }}>
      {fields
        .filter((field) => isAsked(field, values))
        .map((field) => (
          <Draw
            key={field.name}
            field={field}
            value={values[field.name]}
            path={[...path, field.name]}
            beside={values}
            put={(value, file) => put(field.name, value, file)}
            error={errorOf?.([...path, field.name], field)}
            errorOf={errorOf}
            isKept={keptSecrets.includes(field.name)}
            isDisabled={isDisabled}
            Draw={Draw}
          />
        ))}
    </div>
  );
}

/** An uploaded file gives its name to the fields beside it that ask for one and are still empty. */
const namesOf = (fields: readonly Field[], file: File, values: FieldValues): FieldValues =>
  Object.fromEntries(
    fields
      .filter((field) => field.kind === "text" && values[field.name] === undefined)
      .flatMap((field) =>
        field.name === "label"
          ? [["label", file.name]]
          : field.name === "table"
            ? [["table", tableNameOf(file.name)]]
            : [],
      ),
  );

const tableNameOf = (name: string): string =>
  name
    .replace(/\.(gz|zst|zstd)$/i, "")
    .replace(/\.\w{2,8}$/, "")
    .trim() || "file";
