"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslations } from "next-intl";

/** Copies a text; says so to the eye and to a screen reader. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useTranslations("common");
  const { copied, copy } = useClipboard({ timeout: 1500 });
  const title = copied ? t("copied") : (label ?? t("copy"));
  return (
    <Tooltip label={title}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={title}
        onClick={() => copy(text)}
        style={{ verticalAlign: "middle" }}
      >
        {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}
