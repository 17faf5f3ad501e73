"use client";

import { useTranslations } from "next-intl";
import { disableStep, type JsonObject, nameStep, type StepsAt } from "#lib/drafting";
import { TextField } from "../../fields/text-field.tsx";
import { Button } from "../../ui/button.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./rules.module.css";

/** What an opened step is called; above it, where it does nothing, why nothing happens. */
export function StepName({
  step,
  index,
  at,
  rule,
}: {
  readonly step: JsonObject;
  readonly index: number;
  readonly at: StepsAt;
  readonly rule: string;
}) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  return (
    <>
      {step.disabled === true ? (
        <p className={classes.disabled}>
          {t("stepDisabledText")}
          {mayEdit ? (
            <Button
              variant="default"
              size="compact"
              onClick={() => edit(disableStep(at, index, step, false))}
            >
              {t("enableStep")}
            </Button>
          ) : null}
        </p>
      ) : null}
      <TextField
        label={t("stepName")}
        data-step-name={index}
        placeholder={rule}
        maxLength={200}
        value={typeof step.title === "string" ? step.title : ""}
        disabled={!mayEdit}
        onChange={({ currentTarget: { value } }) => edit(nameStep(at, index, step, value))}
      />
    </>
  );
}
