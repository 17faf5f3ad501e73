"use client";

import { useTranslations } from "next-intl";
import { TickField } from "../fields/tick-field.tsx";
import { Dialog } from "../ui/dialog.tsx";
import type { NavigationItem } from "./navigation.ts";
import classes from "./shell.module.css";
import { useSingleKeys } from "./use-shortcuts.ts";

export function ShortcutHelp({
  isOpen,
  close,
  navigation,
}: {
  isOpen: boolean;
  close: () => void;
  navigation: readonly NavigationItem[];
}) {
  const t = useTranslations("shell");
  const [areOn, setOn] = useSingleKeys();
  const keys: readonly (readonly [readonly string[], string])[] = [
    [["⌘", "K"], t("keySearch")],
    [["?"], t("shortcuts")],
    [["/"], t("keyFilter")],
    ...navigation.map(
      (item) => [["G", item.key.replace("Key", "")], t("keyGo", { page: t(`page.${item.id}`) })] as const,
    ),
    [["⌘", "S"], t("keySave")],
    [["Ctrl", "M"], t("keyTab")],
  ];
  return (
    <Dialog isOpen={isOpen} close={close} title={t("shortcuts")}>
      <dl className={classes.keys}>
        {keys.map(([pressed, text]) => (
          <div key={text} style={{ display: "contents" }}>
            <dt>
              {pressed.map((key, index) => (
                <span key={key}>
                  {index > 0 ? " " : null}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <div style={{ marginTop: 24 }}>
        <TickField isSwitch checked={areOn} onChange={setOn} label={t("singleKeys")} />
      </div>
    </Dialog>
  );
}
