"use client";

import { IconArrowRight, IconBan, IconSearch } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useState } from "react";
import type { Locale } from "#lib/kernel";
import type { RuleKind } from "#lib/metadata";
import { TextField } from "../../fields/text-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { matches } from "../../ui/list-filter.tsx";
import { Tag } from "../../ui/tag.tsx";
import { accepts, definitionsOf, exampleOf, type RuleDefinition } from "./rule-kinds.ts";
import classes from "./rules.module.css";

/** Every rule of a kind that may stand on a type, to be found by its name, its id or what it says. */
export function RulePicker({
  kind,
  datatype,
  title,
  isOpen,
  close,
  choose,
  mark,
}: {
  kind: RuleKind;
  datatype?: string | undefined;
  title: string;
  isOpen: boolean;
  close: () => void;
  choose: (rule: string) => void;
  /** Who refuses a rule in this place: it stands behind the others, and says so. */
  mark?: ((rule: string) => string | undefined) | undefined;
}) {
  return (
    <Dialog isOpen={isOpen} close={close} title={title} width={680}>
      <Choices
        kind={kind}
        datatype={datatype}
        mark={mark}
        choose={(rule) => {
          close();
          choose(rule);
        }}
      />
    </Dialog>
  );
}

function Choices({
  kind,
  datatype,
  choose,
  mark = () => undefined,
}: {
  kind: RuleKind;
  datatype?: string | undefined;
  choose: (rule: string) => void;
  mark?: ((rule: string) => string | undefined) | undefined;
}) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const id = useId();
  const [filter, setFilter] = useState("");
  const [at, setAt] = useState(0);
  const fitting = definitionsOf(kind)
    .filter((one) => accepts(one, datatype))
    .toSorted((a, b) => Number(mark(a.id) !== undefined) - Number(mark(b.id) !== undefined));
  const found = fitting.filter(({ id, docs }) =>
    matches(filter, id, docs.title.en, docs.title.ru, docs.summary[locale]),
  );
  const hidden = definitionsOf(kind).length - fitting.length;
  const active = Math.min(at, found.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 6,
      PageUp: active - 6,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const to = Math.max(0, Math.min(found.length - 1, next));
      setAt(to);
      document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && found[active]) {
      event.preventDefault();
      choose(found[active].id);
    }
  };
  return (
    <>
      <TextField
        role="combobox"
        data-autofocus
        aria-label={t("findRule")}
        placeholder={t("findRule")}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
        autoComplete="off"
        picture={<IconSearch size={15} />}
        value={filter}
        onChange={(event) => {
          setFilter(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={t("rules")} tabIndex={-1} className={classes.picker}>
        {found.map((definition, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input above takes the keys (APG combobox)
          <div
            key={definition.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={classes.option}
            onClick={() => choose(definition.id)}
          >
            <Option kind={kind} definition={definition} refusedBy={mark(definition.id)} />
          </div>
        ))}
        {found.length === 0 ? <p className={classes.summary}>{t("noRule")}</p> : null}
      </div>
      {hidden > 0 ? (
        <p className={classes.summary}>{t("otherRules", { count: hidden, type: datatype ?? "" })}</p>
      ) : null}
    </>
  );
}

function Option({
  kind,
  definition,
  refusedBy,
}: {
  kind: RuleKind;
  definition: RuleDefinition;
  refusedBy: string | undefined;
}) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const { id, docs } = definition;
  const example = exampleOf(kind, definition);
  return (
    <>
      <div className={classes.optionHead}>
        <strong>{docs.title[locale]}</strong>
        <code>{id}</code>
        {refusedBy === undefined ? null : (
          <Tag tone="warn" icon={IconBan}>
            {t("refusedBy", { policy: refusedBy })}
          </Tag>
        )}
      </div>
      <div className={classes.summary}>{docs.summary[locale]}</div>
      {example ? (
        <div className={classes.example}>
          <code>{example[0]}</code>
          <IconArrowRight size={12} aria-hidden />
          <code>{example[1]}</code>
        </div>
      ) : null}
    </>
  );
}
