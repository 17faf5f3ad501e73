"use client";

import { IconCode } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { findScriptLanguage } from "#lib/script-languages";
import { Field } from "../../fields/field.tsx";
import type { OneFieldProps } from "../../fields/one-field.tsx";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import classes from "./rules.module.css";

const ScriptEditor = dynamic(() => import("../code/sql-editor.tsx"), { ssr: false });

/** The function of a rule, in Python: shown in the form, written in a large view. */
export function PythonField({ field, value, put, error, isDisabled }: OneFieldProps) {
  const t = useTranslations("editor.inspect");
  const [isOpen, setOpen] = useState(false);
  const text = typeof value === "string" ? value : "";
  const open = () => {
    if (text === "" && !isDisabled) put(findScriptLanguage("python")?.template.rule ?? "");
    setOpen(true);
  };
  const deed = isDisabled ? t("lookAtScript") : text === "" ? t("writeScript") : t("openScript");
  const close = () => setOpen(false);
  return (
    <Field label={field.label} description={field.help} error={error}>
      {(links) => (
        <div>
          {text === "" ? null : <CodeBlock text={text} label={t("copyScript")} wrap />}
          <Button
            {...links}
            // The label says what is edited, the button what it does.
            aria-label={`${deed}: ${field.label}`}
            variant="default"
            size="compact"
            leftSection={<IconCode size={14} />}
            style={{ justifySelf: "start", marginTop: 6 }}
            onClick={open}
          >
            {deed}
          </Button>
          {isOpen ? (
            <Dialog isOpen close={close} title={field.label} width={900}>
              <p className={classes.scriptHint}>{t("ruleScriptKeys")}</p>
              <div className={classes.script}>
                <ScriptEditor
                  text={text}
                  language="python"
                  tables={[]}
                  label={field.label}
                  isReadOnly={isDisabled ?? false}
                  run={close}
                  change={(next) => {
                    if (next !== text) put(next === "" ? undefined : next);
                  }}
                />
              </div>
            </Dialog>
          ) : null}
        </div>
      )}
    </Field>
  );
}
