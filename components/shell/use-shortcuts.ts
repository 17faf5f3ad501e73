"use client";

import { useRouter } from "next/navigation";
import { leave } from "../ui/leave-guard.ts";
import { useKeys } from "./keys/use-keys.ts";
import type { NavigationItem } from "./navigation.ts";

/** The shortcuts of every page. */
export function useShortcuts({
  navigation,
  showHelp,
  search,
}: {
  navigation: readonly NavigationItem[];
  showHelp: () => void;
  search: () => void;
}): void {
  const router = useRouter();
  useKeys({
    search,
    shortcuts: showHelp,
    filter: () => document.querySelector<HTMLInputElement>("[data-filter]")?.focus(),
    ...Object.fromEntries(
      navigation.map(({ id, href }) => [`go-${id}`, () => leave(href, () => router.push(href))]),
    ),
  });
}
