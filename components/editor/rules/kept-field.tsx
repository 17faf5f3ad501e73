"use client";

import { IconLock } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { isValueReference } from "#lib/contracts";
import fieldClasses from "../../fields/field.module.css";
import type { OneFieldProps } from "../../fields/one-field.tsx";
import { Button } from "../../ui/button.tsx";
import { Tag } from "../../ui/tag.tsx";
import classes from "./rules.module.css";

/** Values of a personal column are kept encrypted beside the document: what is shown is how many there are. */
export function KeptField({ field, value, put, isDisabled }: OneFieldProps) {
  const t = useTranslations("editor.inspect");
  const count = isValueReference(value) ? value.count : 0;
  return (
    <div>
      <div className={fieldClasses.label}>{field.label}</div>
      <div className={classes.tools}>
        <Tag tone="idle" icon={IconLock}>
          {t("keptValues", { count })}
        </Tag>
        {isDisabled ? null : (
          <Button variant="subtle" size="compact" onClick={() => put(undefined)}>
            {t("writeAnew")}
          </Button>
        )}
      </div>
      <div className={fieldClasses.help}>{t("keptValuesText")}</div>
    </div>
  );
}
