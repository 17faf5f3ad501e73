"use client";

import { useLocale, useTranslations } from "next-intl";
import type { DraftColumn, DraftTable } from "#lib/drafting";
import { NullShare } from "../../../charts/null-share.tsx";
import { formatNumber } from "../../../ui/format.ts";
import classes from "../inspector.module.css";
import { LookButton } from "./look-button.tsx";
import { useSample } from "./use-sample.ts";

/** How many values are missing before and after the strategy, on a sample. */
export function NullShareHint({ table, column }: { table: DraftTable; column: DraftColumn }) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale();
  const look = useSample(table.name);
  const found = look.sample?.preview;
  const profile = found?.columns.find(({ name }) => name === column.name)?.profile;
  if (!found || !profile) return <LookButton look={look} />;
  const { nullBefore, nullAfter } = profile;
  const filled =
    nullBefore === undefined ? 0 : Math.max(0, Math.round((nullBefore - nullAfter) * found.sample.rows));
  return (
    <>
      {nullBefore === undefined ? (
        <p className={classes.hint}>
          {t("nullsAfter", { rows: Math.round(nullAfter * found.sample.rows), of: found.sample.rows })}
        </p>
      ) : (
        <div>
          <NullShare before={nullBefore} after={nullAfter} />
          <p className={classes.hint}>
            {t("nullsFilled", {
              filled: formatNumber(filled, locale),
              rows: formatNumber(found.sample.rows, locale),
              rule: column.nulls?.rule ?? "keep",
            })}
          </p>
        </div>
      )}
      <LookButton look={look} />
    </>
  );
}
