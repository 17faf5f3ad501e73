"use client";

import { useTranslations } from "next-intl";
import type { Field } from "../../fields/field-kinds.ts";
import type { FieldValues } from "../../fields/fields-form.tsx";
import type { OneFieldProps } from "../../fields/one-field.tsx";
import { SelectField } from "../../fields/select-field.tsx";
import { ListField } from "./list-field.tsx";
import { SuggestField } from "./suggest-field.tsx";
import { type Surroundings, useSurroundings } from "./surroundings.tsx";

const choices = (names: readonly string[], chosen: readonly string[]) =>
  [...new Set([...names, ...chosen.filter((name) => name !== "")])].map((value) => ({ value, label: value }));

/** What a parameter can name: columns of the table that stands beside it, where it says so. */
export function namesFor({ meta }: Field, beside: FieldValues, around: Surroundings): readonly string[] {
  switch (meta?.names) {
    case "table":
      return around.tables.map(({ name }) => name);
    case "hierarchy":
      return around.hierarchies;
    case "domain":
      return around.domains;
    default: {
      const other = meta?.columnsOf === undefined ? undefined : beside[meta.columnsOf];
      if (meta?.columnsOf === undefined) return around.columns;
      return around.tables.find(({ name }) => name === other)?.columns ?? [];
    }
  }
}

/** One or several things of the module, chosen by name. A domain can be a new one, so it is typed with what there is beside. */
export function NameField(props: OneFieldProps) {
  const { field, value, put, beside, error, isDisabled } = props;
  const around = useSurroundings();
  const t = useTranslations("editor.inspect");
  const names = namesFor(field, beside, around);
  const common = { label: field.label, description: field.help, error };
  if (field.kind === "names") {
    const chosen = Array.isArray(value) ? value.map(String) : [];
    return (
      <ListField
        {...common}
        isDisabled={isDisabled}
        items={chosen}
        options={choices(names, chosen)}
        change={(next) => put(next.length > 0 ? next : undefined)}
      />
    );
  }
  const text = typeof value === "string" ? value : "";
  if (field.meta?.names === "domain")
    return (
      <SuggestField {...props} field={{ ...field, initial: t("ownDomain"), options: choices(names, []) }} />
    );
  return (
    <SelectField
      {...common}
      disabled={isDisabled}
      data={choices(names, [text])}
      value={text}
      isOptional={!field.isRequired}
      onChange={(next) => put(next || undefined)}
    />
  );
}
