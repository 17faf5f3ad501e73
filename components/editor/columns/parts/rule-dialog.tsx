"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useMemo, useState } from "react";
import { z } from "zod";
import type { DraftTable, JsonObject } from "#lib/drafting";
import type { Locale, Text } from "#lib/kernel";
import { type RuleKind, type RuleUse, ruleProblems } from "#lib/metadata";
import { FieldsForm, type FieldValues } from "../../../fields/fields-form.tsx";
import { labelOf } from "../../../fields/label-of.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog, DialogButtons } from "../../../ui/dialog.tsx";
import { RuleName } from "../../../ui/rule-name.tsx";
import { useTableSurroundings } from "../../inspector/use-inspected.ts";
import { EditorField } from "../../rules/editor-field.tsx";
import { ruleErrors } from "../../rules/rule-errors.ts";
import { fieldsOf, type RuleDefinition, topicOf } from "../../rules/rule-kinds.ts";
import { SurroundingsProvider } from "../../rules/surroundings.tsx";
import classes from "./rule-dialog.module.css";
import { RuleList } from "./rule-list.tsx";

/** A rule that may be chosen. */
export interface RuleOption {
  /** Among all options: rules of two kinds may have one name. */
  readonly id: string;
  readonly kind: RuleKind;
  readonly group: string;
  readonly definition: RuleDefinition;
  /** Why it cannot be. */
  readonly misfit?: Text | undefined;
}

/** Where a rule is to stand, for what its parameters may name; nowhere yet for a pattern. */
export interface RulePlace {
  readonly table?: DraftTable | undefined;
  readonly datatype?: string | undefined;
}

const none: FieldValues = {};
/** What a form holds is JSON; its type calls it unknown. */
const jsonOf = (values: FieldValues): JsonObject => z.record(z.string(), z.json()).parse(values);

/** Chooses a rule and its parameters: a list that is searched by typing, what the rule promises, a form drawn from its schema. */
export function RuleDialog({
  title,
  lead,
  options,
  groups,
  place,
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
  place: RulePlace;
  /** The rule that holds now; its name is the option's. */
  current?: RuleUse | undefined;
  /** What else is said of a rule, with parameters as they are in the form. */
  about?: (option: RuleOption, given: JsonObject) => ReactNode;
  /** Takes the choice; `undefined` takes the rule out. */
  apply: (chosen: { readonly option: RuleOption; readonly use: RuleUse } | undefined) => void;
  /** Where applying does more than the title says. */
  applyLabel?: string | undefined;
  isReadOnly?: boolean;
  close: () => void;
}) {
  const t = useTranslations("editor.grid");
  const locale = useLocale() as Locale;
  const around = useTableSurroundings(place.table, place.datatype);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(
    () => current?.rule || options.find(({ misfit }) => !misfit)?.id || "",
  );
  const [given, setGiven] = useState<ReadonlyMap<string, FieldValues>>(
    () => new Map(current ? [[current.rule, current.with ?? none]] : []),
  );
  const words = text.trim().toLowerCase();
  const shown = options.filter(({ definition: { id, docs } }) =>
    `${id} ${docs.title[locale]} ${docs.summary[locale]}`.toLowerCase().includes(words),
  );
  const active = shown.find(({ id }) => id === chosen) ?? shown[0];
  const values = (active && given.get(active.id)) ?? none;
  const parsed = active?.definition.params.safeParse(values);
  const fields = active ? fieldsOf(active.definition, locale) : [];
  const missing = parsed?.success
    ? []
    : [...new Set(parsed?.error.issues.map(({ path }) => labelOf(fields, path.join("/"))))].filter(Boolean);
  const use =
    active && parsed?.success && !active.misfit
      ? {
          rule: active.definition.id,
          ...(Object.keys(values).length > 0 ? { with: jsonOf(values) } : {}),
        }
      : undefined;
  const end = (isTaken: boolean) => {
    apply(isTaken && active && use ? { option: active, use } : undefined);
    close();
  };
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
          submit={() => (use && !isReadOnly ? end(true) : undefined)}
        />
        <SurroundingsProvider value={around}>
          {active ? (
            <Detail
              key={active.id}
              option={active}
              values={values}
              datatype={place.datatype}
              isReadOnly={isReadOnly}
              change={(next) => setGiven((before) => new Map(before).set(active.id, next))}
            >
              {about?.(active, parsed?.success ? jsonOf(values) : {})}
            </Detail>
          ) : null}
        </SurroundingsProvider>
      </div>
      <DialogButtons>
        <span className={classes.why} role="status">
          {missing.length > 0 ? t("missing", { fields: missing.join(", ") }) : ""}
        </span>
        {current && !isReadOnly ? (
          <Button variant="subtle" color="red" onClick={() => end(false)}>
            {t("takeOut")}
          </Button>
        ) : null}
        <Button variant="default" onClick={close}>
          {t(isReadOnly ? "close" : "cancel")}
        </Button>
        {isReadOnly ? null : (
          <Button disabled={!use} onClick={() => end(true)}>
            {applyLabel ?? t("apply")}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

/** One rule: what it does, what is said of it here, its parameters. */
function Detail({
  option: { kind, definition, misfit },
  values,
  datatype,
  isReadOnly,
  change,
  children,
}: {
  option: RuleOption;
  values: FieldValues;
  datatype: string | undefined;
  isReadOnly: boolean;
  change: (values: FieldValues) => void;
  children: ReactNode;
}) {
  const t = useTranslations("editor.grid");
  const locale = useLocale() as Locale;
  const { id, docs } = definition;
  const fields = fieldsOf(definition, locale);
  const { errorOf } = useMemo(
    () =>
      ruleErrors(ruleProblems(kind, { rule: id, with: jsonOf(values) }, { datatype }), {
        at: [],
        fields,
        locale,
      }),
    [kind, id, values, datatype, fields, locale],
  );
  return (
    <div className={classes.detail}>
      <h3 className={classes.title}>
        {docs.title[locale]} <RuleName topic={topicOf[kind]} id={id} />
      </h3>
      <p className={classes.summary}>{docs.summary[locale]}</p>
      {misfit ? <p className={classes.misfit}>{t("notFitting", { why: misfit[locale] })}</p> : null}
      {children}
      {fields.length > 0 ? (
        <section className={classes.form} aria-label={t("parameters")}>
          <FieldsForm
            Draw={EditorField}
            fields={fields}
            values={values}
            path={["with"]}
            errorOf={errorOf}
            isDisabled={isReadOnly}
            change={change}
          />
        </section>
      ) : null}
    </div>
  );
}
