"use client";

import { IconPin, IconPinnedOff } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { useAction } from "../ui/use-action.ts";

export type KeepVersion = Action<{ module: string; number: number; kept: boolean }, unknown>;

/** Marks a version as kept, whatever retention says of its age, or takes the mark off. */
export function KeepButton({
  keep,
  module,
  number,
  isKept,
}: {
  keep: KeepVersion;
  module: string;
  number: number;
  isKept: boolean;
}) {
  const t = useTranslations("versions");
  const router = useRouter();
  const { run, isBusy } = useAction(keep, { done: () => router.refresh() });
  return (
    <Button
      variant="default"
      leftSection={isKept ? <IconPinnedOff size={15} /> : <IconPin size={15} />}
      loading={isBusy}
      onClick={() => run({ module, number, kept: !isKept })}
    >
      {isKept ? t("keepNot") : t("keep")}
    </Button>
  );
}
