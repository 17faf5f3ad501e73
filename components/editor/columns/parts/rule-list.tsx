"use client";

import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, useId } from "react";
import type { Locale } from "#lib/kernel";
import classes from "./rule-dialog.module.css";
import type { RuleOption } from "./rule-dialog.tsx";

/** The rules that the text finds, in their groups: the search field has the focus and the keys (APG combobox). */
export function RuleList({
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
                  <span>{one.definition.docs.title[locale]}</span>
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
