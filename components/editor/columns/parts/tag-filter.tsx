"use client";

import { IconChevronDown } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useId, useRef, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import menuClasses from "../../../ui/menu.module.css";
import { FacetPanel } from "../grid/facet-panel.tsx";
import type { FacetValues } from "../grid/head-cell.tsx";

export type { FacetValues };

/** Narrows by what is said of columns beside their values: personal data without a rule, problems, changes, keys. */
export function TagFilter({ facet }: { facet: FacetValues }) {
  const t = useTranslations("editor.grid");
  const id = useId();
  const opener = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const place = () => {
    const at = opener.current?.getBoundingClientRect();
    if (!at || !panel.current) return;
    panel.current.style.left = `${Math.min(at.left, window.innerWidth - 300)}px`;
    panel.current.style.top = `${at.bottom + 4}px`;
  };
  const label = t("tags");
  return (
    <div ref={opener}>
      <Button variant="default" size="compact" popoverTarget={id}>
        {facet.chosen.length > 0 ? t("filterOn", { field: label, count: facet.chosen.length }) : label}
        <IconChevronDown size={14} aria-hidden />
      </Button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={menuClasses.panel}
        style={{ width: 280 }}
        onBeforeToggle={place}
        onToggle={(event) => setOpen(event.newState === "open")}
      >
        {isOpen ? (
          <FacetPanel label={label} values={facet.values()} chosen={facet.chosen} onChange={facet.set} />
        ) : null}
      </div>
    </div>
  );
}
