"use client";

import { useLocale, useTranslations } from "next-intl";
import type { CoarseCount as CoarseCountData } from "#lib/contracts";
import { formatNumber } from "./format.ts";

/** An exact count, or "fewer than k" where the exact one could single somebody out. */
export function CoarseCount({ value }: { value: CoarseCountData }) {
  const locale = useLocale();
  const t = useTranslations("common");
  return (
    <span className="number">
      {typeof value === "number" ? formatNumber(value, locale) : t("fewerThan", { count: value.fewerThan })}
    </span>
  );
}

/** For sorting: what is coarse stands below its border. */
export const coarseOrder = (value: CoarseCountData): number =>
  typeof value === "number" ? value : value.fewerThan - 1;
