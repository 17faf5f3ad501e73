"use client";

import { IconSearch } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { TextField } from "../../fields/text-field.tsx";
import { matches } from "../../ui/list-filter.tsx";
import classes from "./commands.module.css";

export interface Choice {
  readonly id: string;
  readonly text: string;
  readonly hint?: string | undefined;
}

/** Choices that a dialog draws well; a filter brings the others. */
const mostShown = 100;

/** One of many, found by typing; pressing it chooses it. */
export function ChoiceList({
  label,
  choices,
  choose,
}: {
  label: string;
  choices: readonly Choice[];
  choose: (id: string) => void;
}) {
  const t = useTranslations("editor.canvas");
  const [filter, setFilter] = useState("");
  const fitting = choices.filter(({ text, hint }) => matches(filter, text, hint));
  return (
    <>
      <TextField
        value={filter}
        aria-label={label}
        placeholder={label}
        data-autofocus
        picture={<IconSearch size={15} aria-hidden />}
        onChange={(event) => setFilter(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = fitting;
          if (event.key === "Enter" && first) choose(first.id);
        }}
      />
      <ul className={classes.choices}>
        {fitting.slice(0, mostShown).map(({ id, text, hint }) => (
          <li key={id}>
            <button type="button" className={classes.choice} onClick={() => choose(id)}>
              {text}
              {hint ? <span className={classes.hint}>{hint}</span> : null}
            </button>
          </li>
        ))}
      </ul>
      <p className={classes.hint} role="status">
        {fitting.length > mostShown
          ? t("shownFirst", { shown: mostShown, count: fitting.length })
          : fitting.length === 0
            ? t("noneFits")
            : ""}
      </p>
    </>
  );
}
