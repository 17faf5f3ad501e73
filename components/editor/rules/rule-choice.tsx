"use client";

import { IconPlus, IconReplace, IconTrash } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { JsonObject, Path } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import type { RuleKind } from "#lib/metadata";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { RuleForm } from "./rule-form.tsx";
import { findRule } from "./rule-kinds.ts";
import { RulePicker } from "./rule-picker.tsx";
import classes from "./rules.module.css";
import { useSurroundings } from "./surroundings.tsx";

/** The one rule of a place: which it is, another one, none; and its form. */
export function RuleChoice({
  kind,
  use,
  path,
  where,
  label,
  choose,
  canRemove = true,
  mark,
}: {
  kind: RuleKind;
  use: JsonObject | undefined;
  path: Path;
  where: string;
  label: string;
  /** Undefined takes the rule out. */
  choose: (rule: string | undefined) => void;
  canRemove?: boolean;
  mark?: ((rule: string) => string | undefined) | undefined;
}) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const { mayEdit } = useEditor();
  const { datatype } = useSurroundings();
  const [isOpen, setOpen] = useState(false);
  const rule = typeof use?.rule === "string" ? use.rule : undefined;
  return (
    <div className={classes.choice}>
      <div className={classes.choiceHead}>
        {rule === undefined ? (
          <span className={classes.none}>{t("noneChosen")}</span>
        ) : (
          <strong className={classes.title}>{findRule(kind, rule)?.docs.title[locale] ?? rule}</strong>
        )}
        {mayEdit ? (
          <>
            <Button
              variant="default"
              size="compact"
              leftSection={rule === undefined ? <IconPlus size={14} /> : <IconReplace size={14} />}
              onClick={() => setOpen(true)}
            >
              {rule === undefined ? t("chooseRule") : t("otherRule")}
            </Button>
            {rule !== undefined && canRemove ? (
              <IconButton label={t("removeRule", { rule })} size={26} onClick={() => choose(undefined)}>
                <IconTrash size={14} />
              </IconButton>
            ) : null}
          </>
        ) : null}
      </div>
      {use && rule !== undefined ? <RuleForm kind={kind} use={use} path={path} where={where} /> : null}
      <RulePicker
        kind={kind}
        datatype={datatype}
        title={label}
        mark={mark}
        isOpen={isOpen}
        close={() => setOpen(false)}
        choose={choose}
      />
    </div>
  );
}
