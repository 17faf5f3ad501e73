"use client";

import { IconBan } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { TextArea } from "../fields/text-area.tsx";
import type { Action } from "../ui/action.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { useAction } from "../ui/use-action.ts";

/** Takes a version back: readers are refused from then on, the record of it stays, with the reason. */
export function WithdrawButton({
  withdraw,
  module,
  number,
}: {
  withdraw: Action<{ module: string; number: number; reason: string }, unknown>;
  module: string;
  number: number;
}) {
  const t = useTranslations("versions");
  const router = useRouter();
  const [reason, setReason] = useState("");
  const { run, isBusy } = useAction(withdraw, { success: t("withdrawDone"), done: () => router.refresh() });
  return (
    <ConfirmButton
      label={t("withdraw")}
      leftSection={<IconBan size={15} />}
      title={t("withdrawTitle", { number })}
      text={t("withdrawText")}
      isBusy={isBusy}
      canConfirm={reason.trim().length > 0}
      confirm={() => run({ module, number, reason: reason.trim() })}
    >
      <div style={{ marginTop: 16 }}>
        <TextArea
          label={t("withdrawReason")}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          rows={2}
          data-autofocus
        />
      </div>
    </ConfirmButton>
  );
}
