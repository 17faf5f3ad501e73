"use client";

import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { IconButton } from "../ui/icon-button.tsx";
import classes from "./field.module.css";
import { Field, type FieldTexts } from "./field.tsx";

/** A secret: hidden as it is typed, shown on demand, pasting allowed. */
export function PasswordField({
  label,
  description,
  error,
  ...rest
}: FieldTexts & Omit<ComponentProps<"input">, "type">) {
  const t = useTranslations("common");
  const [isShown, show] = useState(false);
  return (
    <Field label={label} description={description} error={error}>
      {(links) => (
        <div className={classes.within}>
          <input
            {...links}
            {...rest}
            type={isShown ? "text" : "password"}
            className={`${classes.input} ${classes.revealable}`}
          />
          <span className={classes.reveal}>
            <IconButton
              label={t("showSecret")}
              aria-pressed={isShown}
              size={26}
              onClick={() => show(!isShown)}
            >
              {isShown ? <IconEyeOff size={16} /> : <IconEye size={16} />}
            </IconButton>
          </span>
        </div>
      )}
    </Field>
  );
}
