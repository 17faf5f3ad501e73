"use client";

import { IconFlask } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { Preview } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { ErrorText } from "../ui/error-text.tsx";
import { formatNumber } from "../ui/format.ts";
import { Notice } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";
import classes from "./preview.module.css";

const mostListed = 5;

/** What the figures below are of: a sample, always said, and what was read beside it. */
export function PreviewFacts({ preview, asked }: { preview: Preview; asked: Preview["stage"] }) {
  const t = useTranslations("preview");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const { sample, others, counts, milliseconds } = preview;
  const isWhole = sample.complete && sample.rows === sample.looked;
  const fates = (["kept", "rejected", "deduplicated", "suppressed"] as const).filter(
    (fate) => counts[fate] > 0,
  );
  const read = others.map(({ table, rows, complete }) =>
    t(complete ? "otherWhole" : "otherPart", { table, rows }),
  );
  const isHidden = preview.columns.some(({ hidden }) => hidden === "not-approved");
  return (
    <>
      <div className={classes.facts}>
        <Tag tone="warn" icon={IconFlask}>
          {isWhole
            ? t("sampledAll", { rows: sample.rows })
            : t("sampled", { rows: sample.rows, looked: sample.looked })}
        </Tag>
        {sample.complete ? null : <span>{t("lookedPart")}</span>}
        <span>
          {fates.map((fate) => `${t(`fates.${fate}`)} ${formatNumber(counts[fate], locale)}`).join(" · ")}
        </span>
        <span>{t(preview.warm ? "warm" : "cold", { time: milliseconds })}</span>
        <span>{t("throwAway")}</span>
        {read.length > 0 ? <span>{t("others", { tables: read.join(", ") })}</span> : null}
      </div>
      <div className={classes.notices}>
        {preview.stage === asked ? null : (
          <Notice tone="warn" title={t("stoppedTitle", { stage: common(`stage.${asked}`) })}>
            {preview.stopped ? <ErrorText error={preview.stopped} /> : t("notPublished")}
          </Notice>
        )}
        {preview.obstacles.length > 0 ? (
          <Notice tone="warn" title={t("obstacles", { count: preview.obstacles.length })}>
            <p style={{ margin: "0 0 4px" }}>{t("obstaclesText")}</p>
            <ul style={{ margin: 0, paddingInlineStart: 18 }}>
              {preview.obstacles.slice(0, mostListed).map((one) => (
                <li key={`${one.code} ${one.path.join("/")}`}>
                  {one.message[locale]} <code>{one.path.join("/")}</code>
                </li>
              ))}
              {preview.obstacles.length > mostListed ? (
                <li>{t("obstaclesMore", { count: preview.obstacles.length - mostListed })}</li>
              ) : null}
            </ul>
          </Notice>
        ) : null}
        {isHidden ? <Notice title={t("hiddenTitle")}>{t("hiddenText")}</Notice> : null}
      </div>
    </>
  );
}
