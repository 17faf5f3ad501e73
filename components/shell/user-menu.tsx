"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { IconKeyboard, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
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
    <Menu width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={t("userMenu", { name: user.name })}>
          <IconUserCircle size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: "8px 12px", fontSize: 13 }}>
          <div style={{ fontWeight: 500 }}>{user.name}</div>
          <div style={{ color: "var(--ink-3)", overflowWrap: "anywhere" }}>{user.email}</div>
          <div style={{ color: "var(--ink-2)" }}>{common(`role.${user.role}`)}</div>
          {user.impersonated ? <div style={{ color: "var(--warn)" }}>{t("impersonated")}</div> : null}
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={15} />} onClick={showHelp}>
          {t("shortcuts")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={signOut}>
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
