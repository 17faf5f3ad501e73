"use client";

import { Button, Group, Modal, Textarea } from "@mantine/core";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorState } from "../ui/error-state.tsx";
import { Notice } from "../ui/state.tsx";
import { useAction } from "../ui/use-action.ts";
import type { ModuleActions } from "./module-actions.ts";

/** Keeps the draft as an immutable revision, with a message that says why. */
export function SaveRevisionButton({
  module,
  etag,
  flush,
  save,
  problems,
  isOpen,
  setOpen,
  isAhead,
}: {
  module: string;
  etag: number;
  flush: () => Promise<boolean>;
  save: ModuleActions["saveRevision"];
  /** Errors that stand between the draft and a revision. */
  problems: number;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  isAhead: boolean;
}) {
  const t = useTranslations("modules");
  const common = useTranslations("common");
  const router = useRouter();
  const [message, setMessage] = useState("");
  const saving = useAction(save, {
    quiet: true,
    success: t("revisionSaved"),
    done: () => {
      setOpen(false);
      setMessage("");
      router.refresh();
    },
  });
  const open = async () => {
    await flush();
    setOpen(true);
  };
  return (
    <>
      <Button leftSection={<IconDeviceFloppy size={15} />} onClick={open} disabled={!isAhead}>
        {t("saveRevision")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t("saveRevision")}
        closeButtonProps={{ "aria-label": common("close") }}
      >
        {problems > 0 ? (
          <Notice tone="warn" title={t("problemsFirst", { count: problems })}>
            {t("problemsFirstText")}
          </Notice>
        ) : null}
        {saving.error ? <ErrorState error={saving.error} /> : null}
        <Textarea
          mt="sm"
          label={t("message")}
          placeholder={t("messagePlaceholder")}
          value={message}
          onChange={(event) => setMessage(event.currentTarget.value)}
          autosize
          minRows={2}
          data-autofocus
        />
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={() => setOpen(false)}>
            {common("cancel")}
          </Button>
          <Button
            loading={saving.isBusy}
            disabled={problems > 0}
            onClick={() => saving.run({ module, etag, message: message.trim() })}
          >
            {common("save")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
