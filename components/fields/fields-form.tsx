"use client";

import {
  Button,
  Fieldset,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useTranslations } from "next-intl";
import type { Field } from "./read-fields.ts";
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
    <Stack gap="sm">
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={values[field.name]}
          put={(value, file) => put(field.name, value, file)}
          isKept={keptSecrets.includes(field.name)}
        />
      ))}
    </Stack>
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
    withAsterisk: false,
    name: field.name,
  };
  const text = typeof value === "string" ? value : "";
  switch (field.kind) {
    case "boolean":
      return (
        <Switch
          label={field.label}
          description={field.help}
          checked={value === true}
          onChange={(event) => put(event.currentTarget.checked)}
        />
      );
    case "number":
      return (
        <NumberInput
          {...common}
          value={typeof value === "number" ? value : ""}
          onChange={(next) => put(typeof next === "number" ? next : undefined)}
          hideControls
          maw={200}
        />
      );
    case "choice":
      return (
        <Select
          {...common}
          data={[...(field.options ?? [])]}
          value={text || null}
          onChange={(next) => put(next ?? undefined)}
          allowDeselect={!field.isRequired}
          maw={320}
        />
      );
    case "texts":
      return (
        <TagsInput
          {...common}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(next) => put(next.length ? next : undefined)}
        />
      );
    case "secret":
      return (
        <PasswordInput
          {...common}
          value={text}
          autoComplete="new-password"
          placeholder={isKept ? t("secretKept") : undefined}
          onChange={(event) => put(event.currentTarget.value)}
        />
      );
    case "lines":
      return (
        <Textarea
          {...common}
          value={text}
          autosize
          minRows={3}
          maxRows={12}
          onChange={(event) => put(event.currentTarget.value)}
          styles={{ input: { fontFamily: "var(--font-mono)", fontSize: 12.5 } }}
        />
      );
    case "file":
      return (
        <UploadField label={field.label} help={field.help} value={text} put={(id, file) => put(id, file)} />
      );
    case "objects":
      return <ObjectsField field={field} value={value} put={put} />;
    default:
      return <TextInput {...common} value={text} onChange={(event) => put(event.currentTarget.value)} />;
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
    <Fieldset legend={field.label}>
      <Stack gap="md">
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
                mt="xs"
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
      </Stack>
    </Fieldset>
  );
}
