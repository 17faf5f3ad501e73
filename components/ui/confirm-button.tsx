"use client";

import { Button, type ButtonProps, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** A button for what cannot be undone: says what will happen, asks once, repeats its verb. */
export function ConfirmButton({
  label,
  title,
  text,
  confirm,
  isBusy = false,
  children,
  canConfirm = true,
  danger = true,
  ...rest
}: {
  label: string;
  title: string;
  text: ReactNode;
  confirm: () => void;
  isBusy?: boolean;
  /** Fields of the question (a reason). */
  children?: ReactNode;
  canConfirm?: boolean;
  danger?: boolean;
} & Pick<ButtonProps, "variant" | "leftSection" | "disabled" | "color">) {
  const t = useTranslations("common");
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" {...rest} loading={isBusy} onClick={open}>
        {label}
      </Button>
      <Modal opened={isOpen} onClose={close} title={title} closeButtonProps={{ "aria-label": t("close") }}>
        <Text size="md" c="var(--ink-2)" component="div">
          {text}
        </Text>
        {children}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button
            color={danger ? "red" : undefined}
            disabled={!canConfirm}
            onClick={() => {
              close();
              confirm();
            }}
          >
            {label}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
