"use client";

import { useTranslations } from "next-intl";
import { can, maySeeRaw } from "#lib/access";
import type { ModuleDetail, SessionView } from "#lib/contracts";
import { Section } from "../ui/page.tsx";
import { Notice } from "../ui/state.tsx";
import { KeptValues } from "./kept-values.tsx";
import { Merges } from "./merges.tsx";
import type { ModuleActions } from "./module-actions.ts";

/** Values of classed columns: those kept encrypted for the document, and those of a source that look like one. */
export default function ValuesTab({
  module,
  actions,
  session,
}: {
  module: ModuleDetail;
  actions: Pick<ModuleActions, "readArtefact" | "proposeMerges" | "saveMerges">;
  session: SessionView;
}) {
  const t = useTranslations("modules");
  const { role } = session.user;
  const maySee = maySeeRaw({ ...session, role }, "raw-values:look");
  return (
    <>
      <Section title={t("keptValues")}>
        <p style={{ maxWidth: "80ch", margin: "0 0 12px", color: "var(--ink-2)" }}>{t("keptValuesText")}</p>
        <KeptValues
          module={module.summary.name}
          document={module.draft.document}
          readArtefact={maySee ? actions.readArtefact : undefined}
        />
      </Section>
      <Section title={t("merges")}>
        <p style={{ maxWidth: "80ch", margin: "0 0 12px", color: "var(--ink-2)" }}>{t("mergesText")}</p>
        {maySee && can(role, "values:merge") ? (
          <Merges key={module.draft.etag} module={module} actions={actions} />
        ) : (
          <Notice title={t("mergesForbidden")}>{t("mergesForbiddenText")}</Notice>
        )}
      </Section>
    </>
  );
}
