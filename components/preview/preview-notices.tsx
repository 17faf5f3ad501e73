"use client";

import { IconAlertTriangle, IconEyeOff, IconInfoCircle } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Preview } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { ErrorText } from "../ui/error-text.tsx";
import { MoreWords } from "../ui/more-words.tsx";
import classes from "./preview-bar.module.css";

const mostListed = 5;

/** What a reader of the figures must know, behind the word that matters most: what is missing, what is hidden, what was read. */
export function PreviewNotices({ preview, asked }: { preview: Preview; asked: Preview["stage"] }) {
  const t = useTranslations("preview");
  const common = useTranslations("common");
  const { obstacles, others, sample } = preview;
  const isStopped = preview.stage !== asked;
  const isHidden = preview.columns.some(({ hidden }) => hidden === "not-approved");
  const stoppedTitle = t("stoppedTitle", { stage: common(`stage.${asked}`) });
  const obstaclesTitle = t("obstacles", { count: obstacles.length });
  const read = others.map(({ table, rows, complete }) =>
    t(complete ? "otherWhole" : "otherPart", { table, rows }),
  );
  const look = isStopped
    ? ({ tone: "bad", icon: IconAlertTriangle, text: stoppedTitle } as const)
    : obstacles.length > 0
      ? ({
          tone: "warn",
          icon: IconAlertTriangle,
          text: t("obstaclesShort", { count: obstacles.length }),
        } as const)
      : isHidden
        ? ({ tone: "idle", icon: IconEyeOff, text: t("hiddenShort") } as const)
        : ({ tone: "idle", icon: IconInfoCircle, text: t("details") } as const);
  return (
    <MoreWords {...look} label={t("aboutTitle")}>
      <div className={classes.notices}>
        {isStopped ? (
          <Said title={stoppedTitle}>
            {preview.stopped ? <ErrorText error={preview.stopped} /> : t("notPublished")}
          </Said>
        ) : null}
        {obstacles.length > 0 ? (
          <Said title={obstaclesTitle}>
            {t("obstaclesText")}
            <Obstacles preview={preview} />
          </Said>
        ) : null}
        {isHidden ? <Said title={t("hiddenTitle")}>{t("hiddenText")}</Said> : null}
        {preview.raw ? null : <Said title={t("rawTitle")}>{t("rawText")}</Said>}
        <Said title={t("sampleTitle")}>
          {sample.complete ? null : `${t("lookedPart", { looked: sample.looked })} `}
          {t(preview.warm ? "warm" : "cold", { time: preview.milliseconds })}. {t("throwAway")}
          {read.length > 0 ? ` ${t("others", { tables: read.join(", ") })}` : null}
        </Said>
      </div>
    </MoreWords>
  );
}

function Said({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      <div>{children}</div>
    </section>
  );
}

function Obstacles({ preview: { obstacles } }: { preview: Preview }) {
  const t = useTranslations("preview");
  const locale = useLocale() as Locale;
  return (
    <ul>
      {obstacles.slice(0, mostListed).map((one) => (
        <li key={`${one.code} ${one.path.join("/")}`}>
          {one.message[locale]} <code>{one.path.join("/")}</code>
        </li>
      ))}
      {obstacles.length > mostListed ? (
        <li>{t("obstaclesMore", { count: obstacles.length - mostListed })}</li>
      ) : null}
    </ul>
  );
}
