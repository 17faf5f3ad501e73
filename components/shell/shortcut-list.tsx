"use client";

import { useTranslations } from "next-intl";
import type { Role } from "#lib/access";
import { navigationFor } from "./navigation.ts";
import classes from "./shell.module.css";

/** Every key that pages know, for a role. */
export function ShortcutList({ role }: { role: Role }) {
  const t = useTranslations("shell");
  const keys: readonly (readonly [readonly string[], string])[] = [
    [["⌘", "K"], t("keySearch")],
    [["?"], t("shortcuts")],
    [["/"], t("keyFilter")],
    ...navigationFor(role).map(
      (item) => [["G", item.key.replace("Key", "")], t("keyGo", { page: t(`page.${item.id}`) })] as const,
    ),
    [["⌘", "S"], t("keySave")],
    [["Ctrl", "M"], t("keyTab")],
  ];
  return (
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
  );
}
