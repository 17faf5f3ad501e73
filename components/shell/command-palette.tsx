"use client";

import { Spotlight, type SpotlightActionGroupData, spotlight } from "@mantine/spotlight";
import {
  IconBook2,
  IconBox,
  IconKeyboard,
  IconMoon,
  IconPlus,
  IconSearch,
  IconStack2,
  IconSun,
} from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { can, type Role } from "#lib/access";
import type { Locale } from "#lib/kernel";
import { chooseScheme } from "../theme/color-scheme.ts";
import { MantineFrame } from "../theme/mantine-frame.tsx";
import type { NavigationItem } from "./navigation.ts";
import { loadPaletteObjects, type PaletteObject } from "./palette-objects.ts";

const pictures = { module: IconStack2, version: IconBox, help: IconBook2 } as const;

/** ⌘K: pages, objects and actions, only those this person may reach. */
export function CommandPalette({
  navigation,
  role,
  showHelp,
  asked,
}: {
  navigation: readonly NavigationItem[];
  role: Role;
  showHelp: () => void;
  /** How often it was asked for: it opens each time. */
  asked: number;
}) {
  const t = useTranslations("shell");
  const locale = useLocale() as Locale;
  const [query, setQuery] = useState("");
  const [objects, setObjects] = useState<readonly PaletteObject[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each further wish opens it again
  useEffect(() => {
    spotlight.open();
    loadPaletteObjects(role, locale).then(setObjects);
  }, [asked, role, locale]);
  const router = useRouter();
  const group = (kind: PaletteObject["kind"]) =>
    objects
      .filter((one) => one.kind === kind)
      .map((one) => {
        const Picture = pictures[one.kind];
        return {
          id: one.href,
          label: one.label,
          description: one.detail,
          leftSection: <Picture size={16} stroke={1.7} />,
          onClick: () => router.push(one.href),
        };
      });
  const mayEdit = can(role, "modules:edit");
  const mayManage = can(role, "sources:manage");
  const actions: SpotlightActionGroupData[] = [
    {
      group: t("palettePages"),
      actions: navigation.map((item) => ({
        id: item.id,
        label: t(`page.${item.id}`),
        leftSection: <item.icon size={16} stroke={1.7} />,
        onClick: () => router.push(item.href),
      })),
    },
    { group: t("page.modules"), actions: group("module") },
    { group: t("page.versions"), actions: group("version") },
    // Some three hundred: only those that were asked for.
    { group: t("page.help"), actions: query.trim() === "" ? [] : group("help") },
    {
      group: t("paletteActions"),
      actions: [
        ...(mayEdit
          ? [
              {
                id: "new-module",
                label: t("newModule"),
                leftSection: <IconPlus size={16} />,
                onClick: () => router.push("/modules/new"),
              },
            ]
          : []),
        ...(mayManage
          ? [
              {
                id: "new-source",
                label: t("newSource"),
                leftSection: <IconPlus size={16} />,
                onClick: () => router.push("/sources/new"),
              },
            ]
          : []),
        {
          id: "light",
          label: t("themeLight"),
          leftSection: <IconSun size={16} />,
          onClick: () => chooseScheme("light"),
        },
        {
          id: "dark",
          label: t("themeDark"),
          leftSection: <IconMoon size={16} />,
          onClick: () => chooseScheme("dark"),
        },
        { id: "help", label: t("shortcuts"), leftSection: <IconKeyboard size={16} />, onClick: showHelp },
      ],
    },
  ];
  return (
    <MantineFrame>
      <Spotlight
        actions={actions.filter((one) => one.actions.length > 0)}
        query={query}
        onQueryChange={setQuery}
        shortcut={null}
        highlightQuery
        scrollable
        maxHeight={440}
        nothingFound={t("nothingFound")}
        searchProps={{
          leftSection: <IconSearch size={17} />,
          placeholder: t("searchPlaceholder"),
          "aria-label": t("search"),
        }}
      />
    </MantineFrame>
  );
}
