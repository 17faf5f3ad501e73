"use client";

import { IconLock } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { can } from "#lib/access";
import { useEnvironment } from "../../environments/use-environment.ts";
import { moduleHref } from "../../modules/module-href.ts";
import { Link } from "../../ui/link.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./editor-bar.module.css";

/** Why nothing can be changed here, who can let one, and where to go instead. */
export function ReadOnlyLine() {
  const t = useTranslations("editor");
  const { role, module } = useEditor();
  const [environment] = useEnvironment();
  const { name, archivedAt } = module.summary;
  const mayEdit = can(role, "modules:edit");
  if (mayEdit && archivedAt === undefined) return null;
  return (
    <p className={classes.readOnly} role="note">
      <IconLock size={15} aria-hidden />
      <strong>{t("readOnlyTitle")}</strong>
      <span>{t(mayEdit ? "archivedText" : "readOnlyText")}</span>
      <Link href={moduleHref(name, environment)}>{t("toModule")}</Link>
    </p>
  );
}
