"use client";

import { IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useRef } from "react";
import classes from "./dialog.module.css";
import { IconButton } from "./icon-button.tsx";

/** A question above the page: the browser's own dialog, which keeps focus inside and gives it back. */
export function Dialog({
  isOpen,
  close,
  title,
  width = 440,
  children,
}: {
  isOpen: boolean;
  close: () => void;
  title: string;
  width?: number;
  children: ReactNode;
}) {
  const t = useTranslations("common");
  const frame = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = frame.current;
    if (!isOpen || !dialog) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => dialog.close();
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it already; the press beside it is a pointer's way
    <dialog
      ref={frame}
      className={classes.dialog}
      style={{ width }}
      aria-labelledby={id}
      onClose={() => {
        // It may be open again by the time it says that it was closed.
        if (!frame.current?.open) close();
      }}
      onClick={(event) => {
        if (event.target === frame.current) close();
      }}
    >
      <div className={classes.content}>
        <div className={classes.head}>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          <IconButton label={t("close")} size={26} onClick={close}>
            <IconX size={16} />
          </IconButton>
        </div>
        {children}
      </div>
    </dialog>
  );
}

/** The buttons that end a dialog. */
export const DialogButtons = ({ children }: { children: ReactNode }) => (
  <div className={classes.buttons}>{children}</div>
);
