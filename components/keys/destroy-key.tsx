"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { KeyChange } from "#lib/contracts";
import { TextField } from "../fields/text-field.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { useAction } from "../ui/use-action.ts";
import type { KeyActions } from "./key-actions.ts";

/** Forgets a retired key for good; the domain's name is asked for once more. */
export function DestroyKey({
  domain,
  keyId,
  destroy,
  done,
}: {
  domain: string;
  keyId: string;
  destroy: KeyActions["destroy"];
  done: (change: KeyChange) => void;
}) {
  const t = useTranslations("keys");
  const [typed, setTyped] = useState("");
  const { run, isBusy } = useAction(destroy, { done, success: t("destroyed") });
  return (
    <ConfirmButton
      size="compact"
      label={t("destroy")}
      title={t("destroyTitle", { domain })}
      text={t("destroyText")}
      isBusy={isBusy}
      canConfirm={typed === domain}
      confirm={() => run({ domain, keyId, confirm: typed })}
    >
      <TextField
        label={t("typeDomain", { domain })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
    </ConfirmButton>
  );
}
