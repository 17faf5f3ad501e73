"use client";

import { useTranslations } from "next-intl";
import type { TriggerSecrets } from "#lib/contracts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";

/** What is shown once: nothing but its button ends it, so that no stray press takes it away. */
export function SecretsDialog({ secrets, close }: { secrets: TriggerSecrets; close: () => void }) {
  const t = useTranslations("triggers");
  return (
    <Dialog isOpen title={t("secretsTitle")} width={560}>
      <p style={{ marginTop: 0, color: "var(--ink-2)" }}>{t("secretsText")}</p>
      {secrets.token ? (
        <>
          <p style={{ marginBottom: 4 }}>{t("token")}</p>
          <CodeBlock text={secrets.token} label={t("token")} wrap />
        </>
      ) : null}
      {secrets.signingSecret ? (
        <>
          <p style={{ marginBottom: 4 }}>{t("signingSecret")}</p>
          <CodeBlock text={secrets.signingSecret} label={t("signingSecret")} wrap />
          <p style={{ color: "var(--ink-2)", fontSize: 13 }}>{t("signingText")}</p>
        </>
      ) : null}
      <DialogButtons>
        <Button onClick={close} data-autofocus>
          {t("copied")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
