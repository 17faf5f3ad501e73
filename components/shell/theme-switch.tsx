"use client";

import { IconContrast2, IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { chooseScheme, useSchemeChoice } from "../theme/color-scheme.ts";
import { Menu } from "../ui/menu.tsx";

const schemes = [
  { id: "light", icon: IconSun, text: "themeLight" },
  { id: "dark", icon: IconMoon, text: "themeDark" },
  { id: "auto", icon: IconDeviceDesktop, text: "themeSystem" },
] as const;

export function ThemeSwitch() {
  const t = useTranslations("shell");
  const choice = useSchemeChoice();
  return (
    <Menu
      label={t("theme")}
      picture={<IconContrast2 size={18} stroke={1.7} />}
      items={schemes.map((scheme) => ({
        id: scheme.id,
        text: t(scheme.text),
        icon: <scheme.icon size={15} />,
        isChosen: choice === scheme.id,
        choose: () => chooseScheme(scheme.id),
      }))}
    />
  );
}
