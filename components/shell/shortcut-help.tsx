"use client";

import { useTranslations } from "next-intl";
import type { Role } from "#lib/access";
import { TickField } from "../fields/tick-field.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Link } from "../ui/link.tsx";
import { useKeymap, useKeymapChoice } from "./keys/keymap.ts";
import classes from "./keys/keys.module.css";
import { useScopes } from "./keys/scopes.ts";
import { ShortcutList } from "./shortcut-list.tsx";

/** The shortcuts of the page that is open, first those of its parts; other keys are chosen here. */
export function ShortcutHelp({ isOpen, close, role }: { isOpen: boolean; close: () => void; role: Role }) {
  const t = useTranslations("shell");
  const { singleKeys } = useKeymap();
  const { setSingleKeys, chooseNone, isAnyChanged } = useKeymapChoice();
  const scopes = useScopes();
  return (
    <Dialog isOpen={isOpen} close={close} title={t("shortcuts")} width={620}>
      <p className={classes.hint}>{t("keysHint")}</p>
      <ShortcutList role={role} scopes={[...new Set([...scopes, "everywhere" as const])]} mayChange />
      <div className={classes.end}>
        <TickField
          isSwitch
          checked={singleKeys}
          onChange={setSingleKeys}
          label={t("singleKeys")}
          description={t("singleKeysHelp")}
        />
        <div className={classes.row}>
          <Link href="/help/shortcuts" onClick={close}>
            {t("allShortcuts")}
          </Link>
          {isAnyChanged ? (
            <Button variant="default" size="compact" onClick={chooseNone}>
              {t("keysAsBefore")}
            </Button>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}
