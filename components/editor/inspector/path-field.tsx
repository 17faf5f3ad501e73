"use client";

import { useLocale } from "next-intl";
import { type Json, type Path, put, readAt } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import type { Field } from "../../fields/field-kinds.ts";
import { FieldsForm } from "../../fields/fields-form.tsx";
import { EditorField } from "../rules/editor-field.tsx";
import { ruleErrors } from "../rules/rule-errors.ts";
import { useEditor } from "../store/editor-context.tsx";

/** Members of an object of the document, each at its place; what is left empty is absent. */
export function PathFields({
  fields,
  at,
  where,
  keep,
}: {
  fields: readonly Field[];
  /** Where the object stands. */
  at: Path;
  /** What it belongs to, for the history. */
  where: string;
  /** Steps of the path that stay, however empty; those of the object itself unless said. */
  keep?: number;
}) {
  const locale = useLocale() as Locale;
  const { document, edit, mayEdit, diagnostics } = useEditor();
  const { errorOf } = ruleErrors(diagnostics, { at, fields: [], locale });
  const given = readAt(document, at);
  const values = typeof given === "object" && given !== null && !Array.isArray(given) ? given : {};
  return (
    <FieldsForm
      fields={fields}
      values={values}
      path={at}
      errorOf={errorOf}
      isDisabled={!mayEdit}
      Draw={EditorField}
      change={(next) => {
        const field = fields.find(({ name }) => next[name] !== values[name]);
        if (!field) return;
        const label = `${field.label}: ${where}`;
        const value = next[field.name];
        edit(
          put(
            [...at, field.name],
            value === undefined ? undefined : jsonOf(value),
            { en: label, ru: label },
            {
              keep: keep ?? at.length,
              group: [...at, field.name].join("/"),
            },
          ),
        );
      }}
    />
  );
}

/** What an input of the document's schema gives is JSON. */
const jsonOf = (value: unknown): Json => JSON.parse(JSON.stringify(value));
