"use client";

import { useTranslations } from "next-intl";
import type { Role } from "#lib/access";
import { KeyCaps } from "./keys/key-caps.tsx";
import { KeyChange } from "./keys/key-change.tsx";
import { useKeymap } from "./keys/keymap.ts";
import classes from "./keys/keys.module.css";
import {
  deedIds,
  fixedIds,
  fixedKeys,
  type ScopeId,
  type ShortcutId,
  scopeIds,
  shortcuts,
} from "./keys/shortcuts.ts";
import { navigationFor } from "./navigation.ts";

/** Every key of some parts of pages, for a role; those that can be others are changed here. */
export function ShortcutList({
  role,
  scopes = scopeIds,
  mayChange = false,
}: {
  role: Role;
  scopes?: readonly ScopeId[];
  mayChange?: boolean;
}) {
  const t = useTranslations("shell");
  const keymap = useKeymap();
  const pages = navigationFor(role);
  const line = (id: ShortcutId, text: string) => (
    <div key={id} className={classes.line}>
      <dt>{text}</dt>
      <dd>
        {mayChange ? (
          <KeyChange id={id} text={text} />
        ) : (
          keymap.shownKeysOf(id).map((keys) => <KeyCaps key={keys} keys={keys} />)
        )}
      </dd>
    </div>
  );
  return (
    <>
      {scopes.map((scope) => (
        <section key={scope} className={classes.scope} aria-label={t(`keyScope.${scope}`)}>
          <h3>{t(`keyScope.${scope}`)}</h3>
          <dl className={classes.keys}>
            {fixedIds
              .filter((id) => fixedKeys[id].scope === scope)
              .map((id) => (
                <div key={id} className={classes.line}>
                  <dt>{t(`fixedKey.${id}`)}</dt>
                  <dd>
                    {fixedKeys[id].keys.map((keys) => (
                      <KeyCaps key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            {deedIds.filter((id) => shortcuts[id].scope === scope).map((id) => line(id, t(`key.${id}`)))}
            {scope === "everywhere"
              ? pages.map(({ id }) => line(`go-${id}`, t("keyGo", { page: t(`page.${id}`) })))
              : null}
          </dl>
        </section>
      ))}
    </>
  );
}
