"use client";

import { IconArrowRight } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { PreviewRule } from "#lib/contracts";
import classes from "./preview.module.css";
import { useRuleText } from "./use-rule-text.ts";

export function Value({ value }: { value: string | null | undefined }) {
  return value == null ? <span className={classes.null}>null</span> : value;
}

/** What a marked cell says of itself: what it was, what it is, which rule it broke. */
export function CellWords({
  before,
  after,
  wrong,
}: {
  /** Undefined where it is as it was. */
  before: string | null | undefined;
  after: React.ReactNode;
  wrong: PreviewRule | undefined;
}) {
  const t = useTranslations("preview");
  const ruleText = useRuleText();
  return (
    <>
      {before === undefined ? null : (
        <span className={classes.change}>
          <del>
            <Value value={before} />
          </del>
          <IconArrowRight size={13} aria-label={t("becomes")} />
          <span>{after}</span>
        </span>
      )}
      {wrong ? <span className={classes.why}>{ruleText(wrong)}</span> : null}
    </>
  );
}
