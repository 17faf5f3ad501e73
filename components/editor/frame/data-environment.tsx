"use client";

import { useTranslations } from "next-intl";
import { can } from "#lib/access";
import { EnvironmentField } from "../../environments/environment-field.tsx";
import { useEnvironment } from "../../environments/use-environment.ts";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./editor-bar.module.css";

/** Whose sources everything in the editor reads that shows data; nothing where there is no environment. */
export function DataEnvironment() {
  const t = useTranslations("environments");
  const { module, role } = useEditor();
  const [environment, choose] = useEnvironment();
  const { environments } = module;
  if (!can(role, "previews:read") || (environments.length === 0 && environment === undefined)) return null;
  return (
    <div className={classes.environment}>
      <EnvironmentField
        isInline
        isSmall
        description={t("dataOf")}
        environments={environments}
        value={environment}
        onChange={choose}
      />
    </div>
  );
}
