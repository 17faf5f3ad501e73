"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import classes from "./field.module.css";
import { PasswordField } from "./password-field.tsx";
import type { Field } from "./read-fields.ts";
import { SelectField } from "./select-field.tsx";
import { TextArea } from "./text-area.tsx";
import { TextField } from "./text-field.tsx";
import { TextsField } from "./texts-field.tsx";
import { TickField } from "./tick-field.tsx";
import { UploadField } from "./upload-field.tsx";

export type FieldValues = Readonly<Record<string, unknown>>;

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

/** Inputs for every field of a variant's schema. Empty optional fields are absent, never empty text. */
export function FieldsForm({
  fields,
  values,
  change,
  keptSecrets = [],
}: {
  fields: readonly Field[];
  values: FieldValues;
  change: (values: FieldValues) => void;
  /** Secrets the server holds: left empty, they stay. */
  keptSecrets?: readonly string[];
}) {
  const put = (name: string, value: unknown, file?: File) => {
    const { [name]: _old, ...rest } = values;
    const kept = value === undefined || value === "" ? rest : { ...rest, [name]: value };
    change(file ? { ...kept, ...namesOf(fields, file, kept) } : kept);
  };
  return (
    <div style={{ display: "grid", gap: 12 }}>
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={values[field.name]}
          put={(value, file) => put(field.name, value, file)}
          isKept={keptSecrets.includes(field.name)}
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

function OneField({
  field,
  value,
  put,
  isKept,
}: {
  field: Field;
  value: unknown;
  put: (value: unknown, file?: File) => void;
  isKept: boolean;
}) {
  const t = useTranslations("common");
  const common = {
    label: field.label,
    description: field.help,
    required: field.isRequired && !isKept,
    name: field.name,
  };
  const text = typeof value === "string" ? value : "";
  switch (field.kind) {
    case "boolean":
      return (
        <TickField
          isSwitch
          label={field.label}
          description={field.help}
          checked={value === true}
          onChange={put}
        />
      );
    case "number":
      return (
        <TextField
          {...common}
          type="number"
          step="any"
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
          value={text}
          onChange={put}
          isOptional={!field.isRequired}
          style={{ maxWidth: 320 }}
        />
      );
    case "texts":
      return (
        <TextsField
          {...common}
          value={Array.isArray(value) ? value.map(String) : []}
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
          onChange={(event) => put(event.currentTarget.value)}
        />
      );
    case "lines":
      return (
        <TextArea
          isMono
          {...common}
          value={text}
          rows={3}
          onChange={(event) => put(event.currentTarget.value)}
        />
      );
    case "file":
      return (
        <UploadField label={field.label} help={field.help} value={text} put={(id, file) => put(id, file)} />
      );
    case "objects":
      return <ObjectsField field={field} value={value} put={put} />;
    default:
      return <TextField {...common} value={text} onChange={(event) => put(event.currentTarget.value)} />;
  }
}

function ObjectsField({
  field,
  value,
  put,
}: {
  field: Field;
  value: unknown;
  put: (value: unknown) => void;
}) {
  const t = useTranslations("sources");
  const rows: readonly FieldValues[] = Array.isArray(value) ? value : [];
  const inner = field.fields ?? [];
  return (
    <fieldset className={classes.group}>
      <legend>{field.label}</legend>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={index}>
          <FieldsForm
            fields={inner}
            values={row}
            change={(next) => put(rows.map((old, at) => (at === index ? next : old)))}
          />
          {rows.length > 1 ? (
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
