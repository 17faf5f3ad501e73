"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { ListField } from "../../rules/list-field.tsx";
import { LookButton } from "../values/look-button.tsx";
import classes from "./hierarchies.module.css";
import { LabelTree } from "./label-tree.tsx";
import type { DrawnValues } from "./use-drawn-values.ts";

/** The tree that a builder makes of some values, and which values these are. */
export function HierarchyPicture({ drawn }: { drawn: DrawnValues }) {
  const t = useTranslations("editor.inspect");
  const [isTyping, setTyping] = useState(false);
  const { rows, counts, from, uncovered, column } = drawn;
  return (
    <div className={classes.form}>
      <p className={classes.hint}>
        {t(`drawnFrom.${from}`, { column: column ?? "" })}{" "}
        {uncovered > 0 ? t("uncovered", { count: uncovered }) : null}
      </p>
      {drawn.look ? <LookButton look={drawn.look} /> : null}
      {isTyping ? (
        <ListField label={t("drawValues")} items={drawn.shown} change={drawn.setTyped} mayBeEmpty />
      ) : null}
      <div className={classes.tools}>
        <Button variant="subtle" size="compact" onClick={() => setTyping(!isTyping)}>
          {isTyping ? t("hideValues") : t("typeValues")}
        </Button>
        {from === "typed" ? (
          <Button variant="subtle" size="compact" onClick={() => drawn.setTyped(undefined)}>
            {t("ownValuesAgain")}
          </Button>
        ) : null}
      </div>
      {drawn.isMade ? (
        <LabelTree
          values={rows.map((labels) => ({ labels, rows: counts.get(labels[0] ?? "") }))}
          selected={undefined}
          select={() => {}}
        />
      ) : (
        <p className={classes.hint}>{t("notMadeYet")}</p>
      )}
    </div>
  );
}
