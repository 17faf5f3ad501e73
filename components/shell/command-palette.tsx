"use client";

import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
  spotlight,
} from "@mantine/spotlight";
import {
  IconBook2,
  IconBox,
  IconColumns3,
  IconKeyboard,
  IconMoon,
  IconPlayerPlay,
  IconPlus,
  IconSearch,
  IconStack2,
  IconSun,
} from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { can, type Role } from "#lib/access";
import type { RunSummary } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { chooseScheme } from "../theme/color-scheme.ts";
import { MantineFrame } from "../theme/mantine-frame.tsx";
import { leave } from "../ui/leave-guard.ts";
import { matches } from "../ui/list-filter.tsx";
import type { NavigationItem } from "./navigation.ts";
import { loadPaletteObjects, type PaletteObject } from "./palette-objects.ts";
import { type PaletteKind, paletteQuery } from "./palette-query.ts";
import { columnAddress, useFoundColumns } from "./use-found-columns.ts";

const pictures = { module: IconStack2, version: IconBox, run: IconPlayerPlay, help: IconBook2 } as const;

interface Group {
  readonly title: string;
  readonly actions: readonly SpotlightActionData[];
  /** The prefix that asks for it alone. */
  readonly kind?: PaletteKind;
  /** Too many to be offered before anybody asked. */
  readonly isLarge?: boolean;
  /** The server looked through it already. */
  readonly isFound?: boolean;
}

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
  const common = useTranslations("common");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  const [query, setQuery] = useState("");
  const [objects, setObjects] = useState<readonly PaletteObject[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each further wish opens it again
  useEffect(() => {
    const words = {
      run: ({ kind, state, createdAt }: RunSummary) =>
        [
          common(`runKind.${kind}`),
          common(`runState.${state}`),
          format.dateTime(new Date(createdAt), { dateStyle: "medium", timeStyle: "short" }),
        ].join(" · "),
    };
    spotlight.open();
    loadPaletteObjects(role, locale, words).then(setObjects);
  }, [asked, role, locale]);
  const router = useRouter();
  const wanted = paletteQuery(query);
  const columns = useFoundColumns(wanted);
  const ofKind = (kind: PaletteObject["kind"]) =>
    objects
      .filter((one) => one.kind === kind)
      .map((one): SpotlightActionData => {
        const Picture = pictures[one.kind];
        return {
          id: one.href,
          label: one.label,
          ...(one.detail === undefined ? {} : { description: one.detail }),
          leftSection: <Picture size={16} stroke={1.7} />,
          onClick: () => leave(one.href, () => router.push(one.href)),
        };
      });
  const foundColumns = columns.map((one): SpotlightActionData => {
    const href = columnAddress(one);
    return {
      id: href,
      label: `${one.table}.${one.column}`,
      description: [one.version === undefined ? one.module : `${one.module} v${one.version}`, one.type]
        .filter(Boolean)
        .join(" · "),
      leftSection: <IconColumns3 size={16} stroke={1.7} />,
      onClick: () => leave(href, () => router.push(href)),
    };
  });
  const make = (id: "newModule" | "newSource", href: string): SpotlightActionData => ({
    id,
    label: t(id),
    leftSection: <IconPlus size={16} />,
    onClick: () => leave(href, () => router.push(href)),
  });
  const deeds: readonly SpotlightActionData[] = [
    ...(can(role, "modules:edit") ? [make("newModule", "/modules/new")] : []),
    ...(can(role, "sources:manage") ? [make("newSource", "/sources/new")] : []),
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
  ];
  const pages = navigation.map(
    (item): SpotlightActionData => ({
      id: item.id,
      label: t(`page.${item.id}`),
      leftSection: <item.icon size={16} stroke={1.7} />,
      onClick: () => leave(item.href, () => router.push(item.href)),
    }),
  );
  const groups: readonly Group[] = [
    { title: t("palettePages"), actions: pages },
    { title: t("page.modules"), actions: ofKind("module"), kind: "module" },
    { title: t("page.versions"), actions: ofKind("version"), kind: "version" },
    { title: t("paletteColumns"), actions: foundColumns, kind: "column", isFound: true },
    { title: t("page.runs"), actions: ofKind("run"), kind: "run", isLarge: true },
    { title: t("page.help"), actions: ofKind("help"), isLarge: true },
    { title: t("paletteActions"), actions: deeds },
  ];
  const shown = groups.flatMap(({ title, actions, kind, isLarge, isFound }): SpotlightActionGroupData[] => {
    if (wanted.kind !== undefined && wanted.kind !== kind) return [];
    if (isLarge && wanted.text === "" && wanted.kind === undefined) return [];
    const fitting = isFound
      ? actions
      : actions.filter(({ label, description }) => matches(wanted.text, label, description));
    return fitting.length === 0 ? [] : [{ group: title, actions: [...fitting] }];
  });
  return (
    <MantineFrame>
      <Spotlight
        actions={shown}
        // What fits is known already: a prefix is no part of a name.
        filter={(_, actions) => actions}
        query={query}
        onQueryChange={setQuery}
        shortcut={null}
        attributes={{ content: { "aria-label": t("search") } }}
        scrollable
        maxHeight={440}
        nothingFound={wanted.kind === "column" && wanted.text === "" ? t("typeColumn") : t("nothingFound")}
        searchProps={{
          leftSection: <IconSearch size={17} />,
          placeholder: t("searchPlaceholder"),
          "aria-label": t("search"),
        }}
      />
    </MantineFrame>
  );
}
