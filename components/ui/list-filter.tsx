"use client";

import { TextInput } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";

/** The words a list is filtered by, kept in the address. */
export const useListFilter = () =>
  useQueryState("q", parseAsString.withDefault("").withOptions({ history: "replace", throttleMs: 200 }));

/** The filter above a list; `/` jumps here. */
export function ListFilter() {
  const t = useTranslations("common");
  const [q, setFilter] = useListFilter();
  return (
    <TextInput
      value={q}
      data-filter
      onChange={(event) => setFilter(event.currentTarget.value)}
      placeholder={t("filter")}
      aria-label={t("filter")}
      leftSection={<IconFilter size={15} />}
      w={260}
      mb="xs"
    />
  );
}

/** Whether every word of the filter stands somewhere in the texts. */
export const matches = (filter: string, ...texts: readonly (string | undefined)[]): boolean => {
  const whole = texts.join(" ").toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
};
