"use client";

import { IconChevronLeft, IconChevronRight, IconFlask } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { Preview } from "#lib/contracts";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { formatNumber } from "../ui/format.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { Tag } from "../ui/tag.tsx";
import classes from "./preview-bar.module.css";
import { PreviewNotices } from "./preview-notices.tsx";
import { type PreviewChoice, previewParts } from "./use-preview-choice.ts";

export const pageRows = 100;
const gone = ["rejected", "deduplicated", "suppressed"] as const;

/** Rows that a sample has lost. */
export const goneIn = ({ counts }: Preview): number => gone.reduce((sum, fate) => sum + counts[fate], 0);

/** What the rows below are: how many of them stay and why others do not, of which sample, how long it took. */
export function PreviewStatus({
  preview,
  asked,
  choice,
}: {
  preview: Preview;
  asked: Preview["stage"];
  choice: PreviewChoice;
}) {
  const t = useTranslations("preview");
  const { counts } = preview;
  const lost = gone
    .filter((fate) => counts[fate] > 0)
    .map((fate) => t(`part.${fate}`, { count: counts[fate] }));
  const texts = {
    kept: t("part.kept", { count: counts.kept }),
    gone: lost.length > 0 ? lost.join(" · ") : t("part.gone", { count: 0 }),
    reasons: t("part.reasons"),
  };
  return (
    <div className={classes.status}>
      <SegmentedControl
        isSmall
        label={t("show")}
        value={choice.part}
        onChange={(value) =>
          choice.set({ part: previewParts.find((one) => one === value) ?? null, from: null })
        }
        data={previewParts.map((one) => ({ value: one, label: texts[one] }))}
      />
      <SampleFacts preview={preview} asked={asked} />
      <Pager preview={preview} choice={choice} />
    </div>
  );
}

/** Which sample, how long it took, what to know of it: said beside every figure. */
export function SampleFacts({ preview, asked }: { preview: Preview; asked: Preview["stage"] }) {
  const t = useTranslations("preview");
  const locale = useLocale();
  const { sample } = preview;
  const { rows, looked, complete, kind } = sample;
  const badge =
    complete && rows === looked
      ? t("sampledAll", { rows })
      : kind === "first"
        ? t("sampledFirst", { rows })
        : t("sampled", { rows, looked });
  return (
    <>
      <EnvironmentTag name={preview.environment} />
      <span title={complete ? undefined : t("lookedPart", { looked })}>
        <Tag tone="warn" icon={IconFlask}>
          {badge}
        </Tag>
      </span>
      <span title={t(preview.warm ? "warm" : "cold", { time: preview.milliseconds })}>
        {t("milliseconds", { time: formatNumber(preview.milliseconds, locale) })}
      </span>
      <PreviewNotices preview={preview} asked={asked} />
    </>
  );
}

/** From one hundred rows to the next. */
function Pager({ preview, choice }: { preview: Preview; choice: PreviewChoice }) {
  const t = useTranslations("preview");
  const total = { kept: preview.counts.kept, gone: goneIn(preview), reasons: 0 }[choice.part];
  const { offset } = preview;
  if (total <= pageRows) return null;
  return (
    <span className={classes.end}>
      <span>{t("page", { from: offset + 1, to: Math.min(total, offset + pageRows), total })}</span>
      <IconButton
        size={24}
        label={t("previous")}
        disabled={offset === 0}
        onClick={() => choice.set({ from: Math.max(0, offset - pageRows) })}
      >
        <IconChevronLeft size={15} />
      </IconButton>
      <IconButton
        size={24}
        label={t("next")}
        disabled={offset + pageRows >= total}
        onClick={() => choice.set({ from: offset + pageRows })}
      >
        <IconChevronRight size={15} />
      </IconButton>
    </span>
  );
}
