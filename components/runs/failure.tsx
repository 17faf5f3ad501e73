"use client";

import { useLocale, useTranslations } from "next-intl";
import type { RunDetail } from "#lib/contracts";
import { errorCodes, errorMessage, type Locale } from "#lib/kernel";
import { Facts } from "../ui/facts.tsx";
import { knownError } from "../ui/known-error.ts";
import { Link } from "../ui/link.tsx";
import { RuleName } from "../ui/rule-name.tsx";
import { Notice } from "../ui/state.tsx";

/** The editor, with what failed chosen. */
function editorAddress(module: string, { table, column }: { table?: string; column?: string }): string {
  const node = [table, column].flatMap((name) => (name === undefined ? [] : [encodeURIComponent(name)]));
  return `/modules/${module}/edit${node.length > 0 ? `?node=${encodeURIComponent(node.join("/"))}` : ""}`;
}

/** The cause of a failure: what happened, where exactly, and what to do next. */
export function Failure({ run }: { run: RunDetail }) {
  const t = useTranslations("runs");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  if (!run.error) return null;
  const error = knownError(run.error);
  const place = run.error.place ?? {};
  const stage = (
    ["extract", "transform", "cleanse", "keys", "anonymize", "protect", "upload", "publish"] as const
  ).find((one) => one === place.stage);
  const where = [
    ...(stage ? [{ name: t("stage"), value: common(`stage.${stage}`) }] : []),
    ...(place.table ? [{ name: t("table"), value: place.table }] : []),
    ...(place.column ? [{ name: t("column"), value: place.column }] : []),
    ...(place.rule ? [{ name: t("rule"), value: <code>{place.rule}</code> }] : []),
    ...(place.row === undefined ? [] : [{ name: t("row"), value: place.row }]),
    ...(place.line === undefined ? [] : [{ name: t("scriptLine"), value: place.line }]),
    { name: t("code"), value: <RuleName topic="errors" id={run.error.code} /> },
    { name: t("whatToDo"), value: t(`remedy.${errorCodes[error.code].kind}`) },
  ];
  return (
    <Notice tone="error" title={errorMessage(error, locale)}>
      <Facts items={where} />
      {place.path || place.table ? (
        <Link href={editorAddress(run.module, place)}>{t("openInDocument")}</Link>
      ) : null}
    </Notice>
  );
}
