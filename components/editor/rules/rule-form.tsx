"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { isObject, isSame, type Json, type JsonObject, type Path, put } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { type RuleKind, ruleProblems } from "#lib/metadata";
import { FieldsForm, type FieldValues } from "../../fields/fields-form.tsx";
import { RuleName } from "../../ui/rule-name.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { EditorField } from "./editor-field.tsx";
import { ruleErrors, startsWith } from "./rule-errors.ts";
import { fieldsOf, findRule, topicOf } from "./rule-kinds.ts";
import classes from "./rules.module.css";
import { useSurroundings } from "./surroundings.tsx";

export interface RuleFormProps {
  readonly kind: RuleKind;
  /** The use as the draft has it. */
  readonly use: JsonObject;
  /** Where it stands in the document. */
  readonly path: Path;
  /** What it belongs to, `customers.email`. */
  readonly where: string;
}

/** What is judged at once: the answer to the last save may be of an older text. */
const judgedHere: readonly string[] = ["unknown-rule", "params-missing", "params-invalid", "rule-type"];

/** Values of a form are JSON: they come out of inputs of the document's schema. */
const jsonOf = (values: FieldValues): JsonObject => JSON.parse(JSON.stringify(values));

/** The parameters of one use of a rule: what it does, what it needs, what is wrong with it right now. */
export function RuleForm({ kind, use, path, where }: RuleFormProps) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const { edit, mayEdit, diagnostics } = useEditor();
  const { datatype, datatypes } = useSurroundings();
  const rule = String(use.rule ?? "");
  const definition = findRule(kind, rule);
  const fields = useMemo(() => (definition ? fieldsOf(definition, locale) : []), [definition, locale]);
  const given = isObject(use.with) ? use.with : {};
  const { errorOf, general } = useMemo(() => {
    const given = { rule, with: isObject(use.with) ? use.with : undefined };
    const own = ruleProblems(kind, given, { datatype, ...(datatypes ? { datatypes } : {}) }).map((one) => ({
      ...one,
      path: [...path, ...one.path],
    }));
    const saved = diagnostics.filter((one) => startsWith(one.path, path) && !judgedHere.includes(one.code));
    return ruleErrors([...own, ...saved], { at: path, fields, locale });
  }, [kind, rule, use.with, datatype, datatypes, path, diagnostics, fields, locale]);
  const change = (values: FieldValues) => {
    const next = jsonOf(values);
    const key = [...Object.keys(next), ...Object.keys(given)].find((one) => !isSame(next[one], given[one]));
    if (key === undefined) return;
    const label = fields.find(({ name }) => name === key)?.label ?? key;
    const value: Json | undefined = Object.keys(next).length > 0 ? next : undefined;
    edit(
      put(
        [...path, "with"],
        value,
        { en: `${rule} of ${where}: ${label}`, ru: `${rule} в ${where}: ${label}` },
        { keep: path.length, group: `${path.join("/")}/with/${key}` },
      ),
    );
  };
  return (
    <div className={classes.form}>
      {definition ? (
        <p className={classes.summary}>
          {definition.docs.summary[locale]} <RuleName topic={topicOf[kind]} id={rule} />
        </p>
      ) : (
        <p className={classes.error}>{t("unknownRule", { rule })}</p>
      )}
      {definition?.docs.risk ? <p className={classes.summary}>{definition.docs.risk[locale]}</p> : null}
      {general.map((message) => (
        <p key={message} className={classes.error} role="status">
          {message}
        </p>
      ))}
      <FieldsForm
        fields={fields}
        values={given}
        path={[...path, "with"]}
        change={change}
        errorOf={errorOf}
        isDisabled={!mayEdit}
        Draw={EditorField}
      />
    </div>
  );
}
