"use client";

import { useTranslations } from "next-intl";
import { can, type Role } from "#lib/access";
import { ButtonLink } from "../../ui/button.tsx";
import pageClasses from "../../ui/page.module.css";
import { ForbiddenState } from "../../ui/state.tsx";

/** Somebody who may not open drafts: who can let them, and what of the module is theirs to see. */
export function EditorForbidden({ module, role }: { module: string; role: Role }) {
  const t = useTranslations("editor");
  const [href, text] = can(role, "modules:read")
    ? [`/modules/${encodeURIComponent(module)}`, t("toModule")]
    : ["/versions", t("toVersions")];
  return (
    <div className={pageClasses.page}>
      <ForbiddenState
        title={t("forbiddenTitle")}
        text={t("forbiddenText")}
        actions={<ButtonLink href={href}>{text}</ButtonLink>}
      />
    </div>
  );
}
