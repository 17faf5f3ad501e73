"use client";

import { IconKeyboard, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { Menu } from "../ui/menu.tsx";
import type { ShellUser } from "./shell.tsx";

/** Who is signed in, as what, and the way out. */
export function UserMenu({ user, showHelp }: { user: ShellUser; showHelp: () => void }) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  const signOut = async () => {
    await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    // A full load drops everything the client kept of this person.
    window.location.assign("/sign-in");
  };
  return (
    <Menu
      label={t("userMenu", { name: user.name })}
      picture={<IconUserCircle size={20} stroke={1.6} />}
      head={
        <>
          <div style={{ fontWeight: 500 }}>{user.name}</div>
          <div style={{ color: "var(--ink-3)", overflowWrap: "anywhere" }}>{user.email}</div>
          <div style={{ color: "var(--ink-2)" }}>{common(`role.${user.role}`)}</div>
          {user.impersonated ? <div style={{ color: "var(--warn)" }}>{t("impersonated")}</div> : null}
        </>
      }
      items={[
        { id: "shortcuts", text: t("shortcuts"), icon: <IconKeyboard size={15} />, choose: showHelp },
        { id: "sign-out", text: t("signOut"), icon: <IconLogout size={15} />, choose: signOut },
      ]}
    />
  );
}
