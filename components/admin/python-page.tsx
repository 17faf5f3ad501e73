"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { PythonPolicy, PythonSettings } from "#lib/contracts";
import { TextArea } from "../fields/text-area.tsx";
import { TickField } from "../fields/tick-field.tsx";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Facts } from "../ui/facts.tsx";
import { Page, Section } from "../ui/page.tsx";
import { Notice } from "../ui/state.tsx";
import { useAction } from "../ui/use-action.ts";

const namesIn = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ""))];

/** What Python scripts may use, and whether they may do without a sandbox. */
export function PythonPage({
  settings,
  update,
}: {
  settings: PythonSettings;
  update: Action<PythonPolicy, unknown>;
}) {
  const t = useTranslations("admin.pythonPage");
  const router = useRouter();
  const { hasSandbox, mayChange } = settings;
  const [isListed, setListed] = useState(settings.allowedPackages !== undefined);
  const [names, setNames] = useState((settings.allowedPackages ?? []).join("\n"));
  const [unsandboxed, setUnsandboxed] = useState(settings.allowUnsandboxed);
  const saving = useAction(update, { done: () => router.refresh(), success: t("saved") });
  const save = () =>
    saving.run({
      allowUnsandboxed: unsandboxed,
      ...(isListed ? { allowedPackages: namesIn(names) } : {}),
    });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Facts
        items={[
          { name: t("sandbox"), value: hasSandbox ? t("sandboxThere") : t("sandboxMissing") },
          { name: t("packagesAllowed"), value: isListed ? t("onlyListed") : t("anyPackage") },
        ]}
      />
      {settings.allowUnsandboxed ? (
        <Notice tone="error" title={t("unsandboxedOn")}>
          {t("unsandboxedOnText")}
        </Notice>
      ) : null}
      <Section title={t("packages")} hint={t("packagesHint")}>
        <TickField label={t("onlyListed")} checked={isListed} onChange={setListed} disabled={!mayChange} />
        {isListed ? (
          <TextArea
            label={t("names")}
            description={t("namesHelp")}
            disabled={!mayChange}
            value={names}
            onChange={(event) => setNames(event.currentTarget.value)}
          />
        ) : null}
      </Section>
      <Section title={t("without")} hint={t("withoutHint")}>
        <TickField
          label={t("allowWithout")}
          checked={unsandboxed}
          onChange={setUnsandboxed}
          disabled={!mayChange}
        />
        {unsandboxed && !settings.allowUnsandboxed ? (
          <Notice tone="warn" title={t("withoutWarning")}>
            {t("unsandboxedOnText")}
          </Notice>
        ) : null}
      </Section>
      {saving.error ? <ErrorState error={saving.error} /> : null}
      {mayChange ? (
        <Button loading={saving.isBusy} onClick={save} style={{ justifySelf: "start", marginTop: 16 }}>
          {t("save")}
        </Button>
      ) : (
        <p style={{ color: "var(--ink-3)" }}>{t("whoChanges")}</p>
      )}
    </Page>
  );
}
