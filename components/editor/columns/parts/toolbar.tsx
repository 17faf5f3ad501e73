"use client";

import { IconDots, IconFilterOff, IconSearch, IconSparkles } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { KeyboardEvent, RefObject } from "react";
import { TextField } from "../../../fields/text-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { ChooseSeveral } from "../../../ui/choose-several.tsx";
import { Menu } from "../../../ui/menu.tsx";
import type { MenuItem } from "../../../ui/menu-list.tsx";
import { type GridColumnId, gridColumns, isHideable } from "../grid/columns.ts";
import { type FacetValues, TagFilter } from "./tag-filter.tsx";
import classes from "./toolbar.module.css";

/** Above the grid: search, what the grid is narrowed by, and what is done with columns as a whole. */
export function Toolbar({
  search,
  setSearch,
  searchField,
  toGrid,
  tags,
  filterCount,
  clearFilters,
  hidden,
  hide,
  suggest,
  more,
}: {
  search: string;
  setSearch: (text: string) => void;
  searchField: RefObject<HTMLInputElement | null>;
  /** Goes on in the grid with what was found. */
  toGrid: () => void;
  tags: FacetValues;
  filterCount: number;
  clearFilters: () => void;
  hidden: readonly string[];
  hide: (hidden: readonly GridColumnId[]) => void;
  /** Opens or closes the suggestions; absent where nobody may accept one. */
  suggest: { readonly isOn: boolean; readonly toggle: () => void } | undefined;
  more: readonly MenuItem[];
}) {
  const t = useTranslations("editor.grid");
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      toGrid();
    } else if (event.key === "Escape") {
      if (search !== "") setSearch("");
      toGrid();
    }
  };
  const hideable = gridColumns.filter(({ id }) => isHideable(id) && id !== "suggestion" && id !== "reason");
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("toolbar")}>
      <div className={classes.search}>
        <TextField
          ref={searchField}
          isSmall
          value={search}
          placeholder={t("search")}
          aria-label={t("search")}
          picture={<IconSearch size={15} />}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <TagFilter facet={tags} />
      {filterCount > 0 ? (
        <Button
          variant="subtle"
          color="gray"
          size="compact"
          leftSection={<IconFilterOff size={14} />}
          onClick={clearFilters}
        >
          {t("clearFilters", { count: filterCount })}
        </Button>
      ) : null}
      <span className={classes.spread} />
      {suggest ? (
        <Button
          variant={suggest.isOn ? "filled" : "default"}
          size="compact"
          aria-pressed={suggest.isOn}
          leftSection={<IconSparkles size={14} />}
          onClick={suggest.toggle}
        >
          {t("suggestions")}
        </Button>
      ) : null}
      <ChooseSeveral
        label={t("columnsShown")}
        size="compact"
        data={hideable.map(({ id }) => ({ value: id, label: t(`column.${id}`) }))}
        value={hideable.filter(({ id }) => !hidden.includes(id)).map(({ id }) => id)}
        onChange={(shown) => hide(hideable.map(({ id }) => id).filter((id) => !shown.includes(id)))}
        isQuiet
      />
      <Menu label={t("more")} picture={<IconDots size={16} />} items={more} size={28} />
    </div>
  );
}
