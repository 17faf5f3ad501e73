"use client";

import { IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useRef } from "react";
import classes from "./dialog.module.css";
import { IconButton } from "./icon-button.tsx";

interface Props {
  readonly isOpen: boolean;
  /** Absent where the question must be answered: nothing but its buttons ends it then. */
  readonly close?: () => void;
  readonly title: string;
  readonly width?: number;
  readonly children: ReactNode;
}

/** A question above the page: the browser's own dialog, which keeps focus inside and gives it back. */
export function Dialog({ isOpen, ...rest }: Props) {
  return isOpen ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ close, title, width = 440, children }: Omit<Props, "isOpen">) {
  const t = useTranslations("common");
  const frame = useRef<HTMLDialogElement>(null);
  const id = useId();
  // A text that is marked may be let go beside the dialog: only what began there ends it.
  const beganBeside = useRef(false);
  // No layout effect: those end whenever something inside waits to be loaded, and the dialog would close by it.
  useEffect(() => {
    const dialog = frame.current;
    if (!dialog) return;
    const opener = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => {
      dialog.close();
      // Taken off the page while it had the focus, it gives it to nobody.
      if (document.activeElement === document.body && opener instanceof HTMLElement)
        opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it already; the press beside it is a pointer's way
    <dialog
      ref={frame}
      className={classes.dialog}
      style={{ width }}
      aria-labelledby={id}
      onClose={() => {
        // It may be open again by the time it says that it was closed.
        if (frame.current?.open) return;
        if (close) close();
        else frame.current?.showModal();
      }}
      onCancel={(event) => {
        if (!close && event.target === frame.current) event.preventDefault();
      }}
      onPointerDown={(event) => {
        beganBeside.current = event.target === frame.current;
      }}
      onClick={(event) => {
        if (event.target === frame.current && beganBeside.current) close?.();
      }}
    >
      <div className={classes.content}>
        <div className={classes.head}>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {close ? (
            <IconButton label={t("close")} size={26} onClick={close}>
              <IconX size={16} />
            </IconButton>
          ) : null}
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
