"use client";

import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconContrast2, IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslations } from "next-intl";

const schemes = [
  { id: "light", icon: IconSun, text: "themeLight" },
  { id: "dark", icon: IconMoon, text: "themeDark" },
  { id: "auto", icon: IconDeviceDesktop, text: "themeSystem" },
] as const;

export function ThemeSwitch() {
  const t = useTranslations("shell");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={t("theme")}>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={t("theme")}>
            <IconContrast2 size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map((scheme) => (
          <Menu.Item
            key={scheme.id}
            leftSection={<scheme.icon size={15} />}
            rightSection={colorScheme === scheme.id ? <IconCheck size={14} /> : null}
            onClick={() => setColorScheme(scheme.id)}
          >
            {t(scheme.text)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
