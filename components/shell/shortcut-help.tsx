"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Role } from "#lib/access";
import { TickField } from "../fields/tick-field.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ShortcutList } from "./shortcut-list.tsx";
import { useSingleKeys } from "./use-shortcuts.ts";

export function ShortcutHelp({ isOpen, close, role }: { isOpen: boolean; close: () => void; role: Role }) {
  const t = useTranslations("shell");
  const [areOn, setOn] = useSingleKeys();
  return (
    <Dialog isOpen={isOpen} close={close} title={t("shortcuts")}>
      <ShortcutList role={role} />
      <div style={{ marginTop: 24 }}>
        <TickField isSwitch checked={areOn} onChange={setOn} label={t("singleKeys")} />
      </div>
      <p style={{ marginBottom: 0 }}>
        <Link href="/help" onClick={close}>
          {t("openHelp")}
        </Link>
      </p>
    </Dialog>
  );
}
