"use client";

import { IconFilter } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { TextField } from "../fields/text-field.tsx";

/** The words a list is filtered by, kept in the address. */
export const useListFilter = () =>
  useQueryState("q", parseAsString.withDefault("").withOptions({ history: "replace", throttleMs: 200 }));

/** The filter above a list; `/` jumps here. */
export function ListFilter() {
  const t = useTranslations("common");
  const [q, setFilter] = useListFilter();
  return (
    <div style={{ width: 260, marginBottom: 8 }}>
      <TextField
        value={q}
        data-filter
        onChange={(event) => setFilter(event.currentTarget.value)}
        placeholder={t("filter")}
        aria-label={t("filter")}
        picture={<IconFilter size={15} />}
      />
    </div>
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
