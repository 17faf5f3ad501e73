"use client";

import { IconCheck, IconMinus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { TextField } from "../../../fields/text-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { stateOf, turned } from "../model/filters.ts";
import classes from "./facet-panel.module.css";

/** Below this many, all are seen at a glance. */
const worthFinding = 12;

/** Values to show and values to leave out: each press goes from neither to wanted to unwanted. */
export function FacetPanel({
  label,
  values,
  chosen,
  onChange,
}: {
  label: string;
  values: readonly { readonly value: string; readonly label: string; readonly count: number }[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const t = useTranslations("editor.grid");
  const common = useTranslations("common");
  const [find, setFind] = useState("");
  const wanted = find.trim().toLowerCase();
  const shown = values.filter((one) => one.label.toLowerCase().includes(wanted));
  return (
    <>
      <p className={classes.hint}>{t("facetHint")}</p>
      {values.length > worthFinding ? (
        <TextField
          isSmall
          value={find}
          placeholder={t("findValue")}
          aria-label={t("findValue")}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame and a legend of its own */}
      <div role="group" aria-label={label} className={classes.list}>
        {shown.map(({ value, label: text, count }) => {
          const state = stateOf(chosen, value);
          return (
            <button
              key={value}
              type="button"
              className={classes.value}
              aria-pressed={state === undefined ? false : state === "wanted" ? true : "mixed"}
              onClick={() => onChange(turned(chosen, value))}
            >
              <span className={`${classes.box} ${state ? classes[state] : ""}`} aria-hidden>
                {state === "wanted" ? <IconCheck size={12} stroke={3} /> : null}
                {state === "unwanted" ? <IconMinus size={12} stroke={3} /> : null}
              </span>
              <span className={state === "unwanted" ? classes.out : classes.text}>{text}</span>
              {state === "unwanted" ? <span className={classes.unseen}>{t("facetLeftOut")}</span> : null}
              <span className={classes.count}>{count}</span>
            </button>
          );
        })}
        {shown.length === 0 ? <p className={classes.hint}>{common("nothingMatches")}</p> : null}
      </div>
      {chosen.length > 0 ? (
        <Button variant="subtle" size="compact" fullWidth onClick={() => onChange([])}>
          {common("clear")}
        </Button>
      ) : null}
    </>
  );
}
