"use client";

import {
  IconAlertTriangle,
  IconArrowRight,
  IconCheck,
  IconExclamationCircle,
  IconKey,
  IconLink,
  IconLoader2,
  IconMinus,
  IconSquareDashed,
} from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { ComponentType } from "react";
import type { Locale } from "#lib/kernel";
import { formatNumber, formatShare } from "../../../ui/format.ts";
import { PrivacyClassTag } from "../../../ui/privacy-class-tag.tsx";
import { isUnmapped } from "../model/rows.ts";
import type { CellProps } from "./cell-props.ts";
import classes from "./cells.module.css";
import type { GridColumnId } from "./columns.ts";

type Cell = ComponentType<CellProps>;

/** A tick box to look at: the grid takes its presses and keys. */
export const Box = ({ state }: { state: "none" | "some" | "all" }) => (
  <span className={`${classes.box} ${state === "none" ? "" : classes.ticked}`} aria-hidden>
    {state === "all" ? <IconCheck size={13} stroke={3} /> : null}
    {state === "some" ? <IconMinus size={13} stroke={3} /> : null}
  </span>
);

const Select: Cell = ({ isSelected }) => <Box state={isSelected ? "all" : "none"} />;

const Table: Cell = ({ row }) => (
  <span className={row.isPublished ? classes.muted : classes.apart}>{row.table}</span>
);
const Name: Cell = ({ row }) => <span className={classes.name}>{row.column || "–"}</span>;
const From: Cell = ({ row }) => (
  <span className={row.own.from === row.column ? classes.faint : classes.mono}>{row.own.from}</span>
);

const Type: Cell = ({ row, look }) => {
  const source = look?.sourceType;
  const target = row.effective.datatype;
  const isOwn = row.own.datatype !== undefined;
  return (
    <span className={classes.mono}>
      {source && source !== target ? (
        <>
          <span className={classes.faint}>{source}</span>
          <IconArrowRight size={12} className={classes.arrow} aria-hidden />
        </>
      ) : null}
      <span className={isOwn ? "" : classes.taken}>{target}</span>
    </span>
  );
};

/** A figure of the sample: what it is, that it is coming, or that it can be asked for. */
function Figure({
  look,
  lookState,
  text,
}: Pick<CellProps, "look" | "lookState"> & { text: string | undefined }) {
  const t = useTranslations("editor.grid");
  if (look && text !== undefined)
    return (
      <span
        className={lookState === "stale" ? classes.stale : ""}
        title={t(lookState === "stale" ? "sampleOld" : look.isWhole ? "sampleWhole" : "sampleOf", {
          rows: look.rows,
        })}
      >
        {text}
      </span>
    );
  if (lookState === "running")
    return <IconLoader2 size={13} className={classes.spin} aria-label={t("sampling")} />;
  if (lookState === "failed") return <span className={classes.faint}>{t("sampleFailed")}</span>;
  return <span className={classes.faint}>{look || lookState ? "–" : t("sample")}</span>;
}

const Nulls: Cell = ({ look, lookState }) => {
  const locale = useLocale();
  const profile = look?.column.profile;
  const share = profile && (profile.nullBefore ?? profile.nullAfter);
  return (
    <Figure
      look={look}
      lookState={lookState}
      text={share === undefined ? undefined : formatShare(share, locale)}
    />
  );
};
const Distinct: Cell = ({ look, lookState }) => {
  const locale = useLocale();
  const distinct = look?.column.profile.distinct;
  return (
    <Figure
      look={look}
      lookState={lookState}
      text={distinct === undefined ? undefined : formatNumber(distinct, locale)}
    />
  );
};

const Quality: Cell = ({ look, lookState }) => {
  const t = useTranslations("preview");
  const profile = look?.column.profile;
  if (!profile) return <Figure look={look} lookState={lookState} text={undefined} />;
  const { valid, error, empty, histogram } = profile;
  const rows = Math.max(1, valid + error + empty);
  const most = Math.max(1, ...(histogram?.bins ?? []).map((bin) => bin.rows));
  const words = t("quality", { valid, error, empty });
  return (
    <span className={`${classes.quality} ${lookState === "stale" ? classes.stale : ""}`} title={words}>
      <span className={classes.shares} role="img" aria-label={words}>
        <span className={classes.valid} style={{ width: `${(valid / rows) * 100}%` }} />
        <span className={classes.wrong} style={{ width: `${(error / rows) * 100}%` }} />
      </span>
      <span className={classes.bars} aria-hidden>
        {histogram?.bins.map((bin) => (
          <span key={bin.label ?? bin.from} style={{ height: `${(bin.rows / most) * 100}%` }} />
        ))}
      </span>
    </span>
  );
};

const Keys: Cell = ({ row }) => {
  const t = useTranslations("editor.grid");
  return (
    <span className={classes.marks}>
      {row.isPrimary ? (
        <span className={classes.mark} title={t("primaryKey")}>
          <IconKey size={12} aria-hidden />
          {t("pk")}
        </span>
      ) : null}
      {row.parent ? (
        <span className={classes.mark} title={t("references", { ...row.parent })}>
          <IconLink size={12} aria-hidden />
          {row.parent.table}
        </span>
      ) : null}
      {row.isUnique && !row.isPrimary ? <span className={classes.mark}>{t("unique")}</span> : null}
    </span>
  );
};

const Cleanse: Cell = ({ row }) => {
  const t = useTranslations("editor.grid");
  const { normalize = [], nulls, checks = [] } = row.effective;
  const isTaken = row.own.normalize.length === 0 && row.own.checks.length === 0 && !row.own.nulls;
  const chips = [
    ...normalize.map(({ rule }) => ({ text: rule, kind: t("normalizer") })),
    ...(nulls && nulls.rule !== "keep" ? [{ text: `∅ ${nulls.rule}`, kind: t("nullStrategy") }] : []),
    ...checks.map(({ rule }) => ({ text: `✓ ${rule}`, kind: t("check") })),
  ];
  return (
    <span className={classes.chips} title={chips.map(({ text, kind }) => `${kind}: ${text}`).join("\n")}>
      {chips.map(({ text }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place
        <span key={at} className={`${classes.chip} ${isTaken ? classes.taken : ""}`}>
          {text}
        </span>
      ))}
    </span>
  );
};

const Class: Cell = ({ row }) => {
  const t = useTranslations("editor.grid");
  const common = useTranslations("common");
  const { privacyClass } = row.effective;
  if (!privacyClass)
    return row.isPublished && !row.parent ? (
      <span className={classes.missing}>
        <IconSquareDashed size={13} aria-hidden />
        {t("unclassed")}
      </span>
    ) : (
      <span className={classes.faint}>–</span>
    );
  return row.own.privacyClass ? (
    <span className={`${classes.marks} ${classes.whole}`} title={common(`privacyClass.${privacyClass}`)}>
      <PrivacyClassTag value={privacyClass} />
    </span>
  ) : (
    <span
      className={`${classes.marks} ${classes.whole}`}
      title={`${common(`privacyClass.${privacyClass}`)}: ${t(row.parent ? "fromParent" : "fromPattern")}`}
    >
      {row.parent ? <IconLink size={12} aria-hidden /> : <span aria-hidden>*</span>}
      <PrivacyClassTag value={privacyClass} />
    </span>
  );
};

const Anonymize: Cell = ({ row }) => {
  const t = useTranslations("editor.grid");
  const { anonymize, hierarchy } = row.effective;
  const rule = anonymize?.rule;
  if (!rule && hierarchy)
    return (
      <span className={classes.mono} title={t("byHierarchy")}>
        {hierarchy.name}
        {hierarchy.level === undefined ? "" : ` · ${hierarchy.level}`}
      </span>
    );
  if (!rule)
    return isUnmapped(row) ? (
      <span className={classes.missing}>
        <IconExclamationCircle size={13} aria-hidden />
        {t("noRule")}
      </span>
    ) : (
      <span className={classes.faint}>{t("asIs")}</span>
    );
  const isTaken = row.parent !== undefined || (!row.isPrimary && !row.own.anonymize);
  return (
    <span
      className={`${classes.mono} ${isTaken ? classes.taken : ""}`}
      title={row.parent ? t("fromParent") : undefined}
    >
      {row.parent ? <IconLink size={12} className={classes.arrow} aria-hidden /> : null}
      {rule}
    </span>
  );
};

const Problems: Cell = ({ problems }) => {
  const locale = useLocale() as Locale;
  const [first, ...rest] = problems ?? [];
  if (!first) return null;
  const isError = problems?.some(({ severity }) => severity === "error");
  return (
    <span
      className={isError ? classes.error : classes.warning}
      title={problems?.map(({ message }) => message[locale]).join("\n")}
    >
      <IconAlertTriangle size={13} aria-hidden />
      {rest.length > 0 ? <span className={classes.count}>{rest.length + 1}</span> : null}
      <span className={classes.cut}>{first.message[locale]}</span>
    </span>
  );
};

const Description: Cell = ({ row }) => <span className={classes.muted}>{row.own.description}</span>;

const SuggestionCell: Cell = ({ suggestion }) => {
  const t = useTranslations("editor.grid");
  if (!suggestion) return null;
  return (
    <span className={classes.marks}>
      <span className={classes.accept} data-deed="accept">
        {t("accept")}
      </span>
      <span className={classes.asWide}>
        <PrivacyClassTag value={suggestion.privacyClass} />
      </span>
      <span className={classes.mono}>{suggestion.anonymize?.rule ?? t("asIs")}</span>
    </span>
  );
};
const Reason: Cell = ({ suggestion }) => {
  const locale = useLocale() as Locale;
  if (!suggestion) return null;
  const { confidence, reason } = suggestion;
  return (
    <span title={reason[locale]}>
      {confidence === undefined ? null : (
        <span className={classes.count}>{formatShare(confidence, locale)} </span>
      )}
      <span className={classes.muted}>{reason[locale]}</span>
    </span>
  );
};

/** How each column of the grid draws a row. */
export const cells: Readonly<Record<GridColumnId, Cell>> = {
  select: Select,
  table: Table,
  column: Name,
  suggestion: SuggestionCell,
  reason: Reason,
  from: From,
  type: Type,
  class: Class,
  anonymize: Anonymize,
  cleanse: Cleanse,
  keys: Keys,
  problems: Problems,
  nulls: Nulls,
  distinct: Distinct,
  quality: Quality,
  description: Description,
};
