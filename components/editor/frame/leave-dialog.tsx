"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogButtons } from "../../ui/dialog.tsx";
import { guardLeaving } from "../../ui/leave-guard.ts";
import { useEditor } from "../store/editor-context.tsx";

/** How long somebody who goes waits for the last save, in milliseconds; most take a fifth of it. */
const patience = 1200;

/**
 * Whoever goes to another page with changes that the server does not have takes them along: they are saved first, and only
 * where that does not succeed is there a question.
 */
export function LeaveDialog() {
  const t = useTranslations("editor.leave");
  const { isUnsynced, flush, keep, state } = useEditor();
  const [go, setGo] = useState<{ readonly on: () => void }>();
  const now = useRef({ isUnsynced, flush });
  useEffect(() => {
    now.current = { isUnsynced, flush };
  });
  useEffect(
    () =>
      guardLeaving({
        isHolding: () => now.current.isUnsynced(),
        ask: async (on) => {
          const wait = new Promise<void>((resolve) => setTimeout(resolve, patience));
          await Promise.race([now.current.flush(), wait]);
          if (now.current.isUnsynced()) setGo({ on });
          else on();
        },
      }),
    [],
  );
  const stay = () => setGo(undefined);
  const isBroken = state.brokenText !== undefined;
  return (
    <Dialog isOpen={go !== undefined} close={stay} title={t("title")}>
      <p>{t(isBroken ? "textBroken" : state.session.conflict ? "textConflict" : "text")}</p>
      <DialogButtons>
        <Button
          variant="default"
          onClick={() => {
            keep();
            stay();
            go?.on();
          }}
        >
          {t("leave")}
        </Button>
        <Button data-autofocus onClick={stay}>
          {t("stay")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
