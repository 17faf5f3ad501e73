"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button, type ButtonLook } from "./button.tsx";
import { Dialog, DialogButtons } from "./dialog.tsx";

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
  disabled?: boolean;
} & Pick<ButtonLook, "variant" | "leftSection" | "color" | "size">) {
  const t = useTranslations("common");
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="default" {...rest} loading={isBusy} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog isOpen={isOpen} close={close} title={title}>
        <div style={{ color: "var(--ink-2)" }}>{text}</div>
        {children}
        <DialogButtons>
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
        </DialogButtons>
      </Dialog>
    </>
  );
}
