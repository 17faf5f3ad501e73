"use client";

import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from "react";
import { z } from "zod";
import { isSame, type JsonObject } from "#lib/drafting";
import type { Locale, Text } from "#lib/kernel";
import type { RuleUse } from "#lib/metadata";
import type { Field } from "../../../fields/field-kinds.ts";
import { FieldsForm, type FieldValues, initialValues } from "../../../fields/fields-form.tsx";
import { labelOf } from "../../../fields/label-of.ts";
import { readFields } from "../../../fields/read-fields.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog, DialogButtons } from "../../../ui/dialog.tsx";
import { EditorField } from "../../rules/editor-field.tsx";
import classes from "./rule-picker.module.css";

/** A rule that may be chosen. */
export interface RuleOption {
  readonly id: string;
  readonly group: string;
  readonly title: Text;
  readonly summary: Text;
  readonly params: z.ZodType;
  /** Why it cannot be. */
  readonly misfit?: Text | undefined;
}

/** Chooses a rule and its parameters: a list that is searched by typing, what the rule promises, a form drawn from its schema. */
export function RulePicker({
  title,
  lead,
  options,
  groups,
  current,
  about,
  apply,
  applyLabel,
  isReadOnly = false,
  close,
}: {
  title: string;
  lead?: ReactNode;
  options: readonly RuleOption[];
  groups: Readonly<Record<string, string>>;
  /** The rule that holds now. */
  current?: RuleUse | undefined;
  /** What else is said of a rule, with parameters as they are in the form. */
  about?: (id: string, given: JsonObject) => ReactNode;
  /** Takes the choice; `undefined` takes the rule out. */
  apply: (use: RuleUse | undefined) => void;
  /** Where applying does more than the title says. */
  applyLabel?: string | undefined;
  isReadOnly?: boolean;
  close: () => void;
}) {
  const t = useTranslations("editor.grid");
  const locale = useLocale() as Locale;
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(
    () => current?.rule || options.find(({ misfit }) => !misfit)?.id || "",
  );
  const [given, setGiven] = useState<ReadonlyMap<string, FieldValues>>(
    () => new Map(current ? [[current.rule, current.with ?? {}]] : []),
  );
  const words = text.trim().toLowerCase();
  const shown = options.filter(
    ({ id, title, summary }) =>
      words === "" || `${id} ${title[locale]} ${summary[locale]}`.toLowerCase().includes(words),
  );
  const active = shown.find(({ id }) => id === chosen) ?? shown[0];
  const fields = useMemo(() => (active ? readFields(active.params, locale) : []), [active, locale]);
  const values = (active && given.get(active.id)) ?? initialValues(fields);
  const parsed = active?.params.safeParse(values);
  const missing = parsed?.success
    ? []
    : [...new Set(parsed?.error.issues.map(({ path }) => labelOf(fields, path.join("/"))))].filter(Boolean);
  const choose = (use: RuleUse | undefined) => {
    apply(use);
    close();
  };
  const use = active && parsed?.success && !active.misfit ? written(active.id, values, fields) : undefined;
  return (
    <Dialog isOpen close={close} title={title} width={860}>
      {lead}
      <div className={classes.columns}>
        <RuleList
          options={shown}
          groups={groups}
          active={active?.id}
          text={text}
          setText={setText}
          choose={setChosen}
          submit={() => use && !isReadOnly && choose(use)}
        />
        <div className={classes.detail}>
          {active ? (
            <>
              <h3 className={classes.title}>
                {active.title[locale]} <code>{active.id}</code>
              </h3>
              <p className={classes.summary}>{active.summary[locale]}</p>
              {active.misfit ? (
                <p className={classes.misfit}>{t("notFitting", { why: active.misfit[locale] })}</p>
              ) : null}
              {about?.(active.id, parsed?.success ? jsonOf(values) : {})}
              {fields.length > 0 ? (
                <fieldset className={classes.form} disabled={isReadOnly}>
                  <legend>{t("parameters")}</legend>
                  <FieldsForm
                    Draw={EditorField}
                    fields={fields}
                    values={values}
                    change={(next) => setGiven((before) => new Map(before).set(active.id, next))}
                  />
                </fieldset>
              ) : null}
            </>
          ) : null}
        </div>
      </div>
      <DialogButtons>
        <span className={classes.why} role="status">
          {missing.length > 0 ? t("missing", { fields: missing.join(", ") }) : ""}
        </span>
        {current && !isReadOnly ? (
          <Button variant="subtle" color="red" onClick={() => choose(undefined)}>
            {t("takeOut")}
          </Button>
        ) : null}
        <Button variant="default" onClick={close}>
          {t(isReadOnly ? "close" : "cancel")}
        </Button>
        {isReadOnly ? null : (
          <Button disabled={!use} onClick={() => use && choose(use)}>
            {applyLabel ?? t("apply")}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

/** What a form holds is JSON; its type calls it unknown. */
const jsonOf = (values: FieldValues): JsonObject => z.record(z.string(), z.json()).parse(values);

/** A rule as the document writes it: without what is the standard anyway. */
function written(rule: string, values: FieldValues, fields: readonly Field[]): RuleUse {
  const given = Object.entries(jsonOf(values)).filter(
    ([name, value]) => !isSame(value, initialOf(fields, name)),
  );
  return given.length > 0 ? { rule, with: Object.fromEntries(given) } : { rule };
}

const initialOf = (fields: readonly Field[], name: string) =>
  z.json().safeParse(fields.find((field) => field.name === name)?.initial).data;

function RuleList({
  options,
  groups,
  active,
  text,
  setText,
  choose,
  submit,
}: {
  options: readonly RuleOption[];
  groups: Readonly<Record<string, string>>;
  active: string | undefined;
  text: string;
  setText: (text: string) => void;
  choose: (id: string) => void;
  submit: () => void;
}) {
  const t = useTranslations("editor.grid");
  const locale = useLocale() as Locale;
  const id = useId();
  const at = options.findIndex((one) => one.id === active);
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (event.key === "Enter") submit();
    if (step === undefined) return;
    event.preventDefault();
    const to = options[Math.max(0, Math.min(options.length - 1, at + step))];
    if (!to) return;
    choose(to.id);
    document.getElementById(`${id}-${to.id}`)?.scrollIntoView({ block: "nearest" });
  };
  const used = Object.keys(groups).filter((group) => options.some((one) => one.group === group));
  return (
    <div className={classes.picker}>
      <input
        data-autofocus
        className={classes.search}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={active ? `${id}-${active}` : undefined}
        aria-label={t("findRule")}
        placeholder={t("findRule")}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label={t("rules")} className={classes.list} tabIndex={-1}>
        {used.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
          <div key={group} role="group" aria-labelledby={`${id}--${group}`}>
            <div id={`${id}--${group}`} className={classes.group}>
              {groups[group]}
            </div>
            {options
              .filter((one) => one.group === group)
              .map((one) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the search field takes the keys of its list
                <div
                  key={one.id}
                  id={`${id}-${one.id}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={one.id === active}
                  aria-disabled={one.misfit !== undefined}
                  className={`${classes.option} ${one.misfit ? classes.impossible : ""}`}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => choose(one.id)}
                >
                  <span>{one.title[locale]}</span>
                  {one.misfit ? <span className={classes.reason}>{one.misfit[locale]}</span> : null}
                </div>
              ))}
          </div>
        ))}
        {options.length === 0 ? <p className={classes.reason}>{t("noRuleFound")}</p> : null}
      </div>
    </div>
  );
}
