"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import { FieldsForm } from "../../fields/fields-form.tsx";
import type { OneFieldProps } from "../../fields/one-field.tsx";
import { SelectField } from "../../fields/select-field.tsx";
import { accepts, definitionsOf, fieldsOf, findRule } from "./rule-kinds.ts";
import classes from "./rules.module.css";
import { useSurroundings } from "./surroundings.tsx";

interface Use {
  readonly rule: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

const useIn = (value: unknown): Use => {
  if (typeof value !== "object" || value === null || !("rule" in value)) return { rule: "" };
  const given = "with" in value && typeof value.with === "object" && value.with !== null ? value.with : {};
  return { rule: String(value.rule), with: { ...given } };
};

/** A rule inside a rule: which one, and its parameters. */
export function UseField({ field, value, put, path, error, isDisabled, Draw, errorOf }: OneFieldProps) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const { datatype } = useSurroundings();
  const use = useIn(value);
  const kind = field.meta?.use ?? "anonymizer";
  const definition = findRule(kind, use.rule);
  const rules = definitionsOf(kind).filter((one) => accepts(one, datatype) && !hasUse(one, locale));
  return (
    <fieldset className={classes.object}>
      <legend>{field.label}</legend>
      <SelectField
        label={t("rule")}
        error={error}
        disabled={isDisabled}
        data={rules.map(({ id, docs }) => ({ value: id, label: docs.title[locale] }))}
        value={use.rule}
        onChange={(rule) => put(rule === "" ? undefined : { rule })}
      />
      {definition ? (
        <FieldsForm
          fields={fieldsOf(definition, locale)}
          values={use.with ?? {}}
          path={[...path, "with"]}
          errorOf={errorOf}
          isDisabled={isDisabled}
          change={(next) => put({ rule: use.rule, ...(Object.keys(next).length > 0 ? { with: next } : {}) })}
          Draw={Draw}
        />
      ) : null}
    </fieldset>
  );
}

/** A rule that chooses between rules stands in no other one. */
const hasUse = (definition: Parameters<typeof fieldsOf>[0], locale: Locale): boolean =>
  fieldsOf(definition, locale).some(({ kind }) => kind === "use");
