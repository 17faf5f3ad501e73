"use client";

import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import type { Place, Problem } from "./problem.ts";
import classes from "./problems-list.module.css";

/** Every problem of the document; pressing one shows its place in the text. */
export function ProblemsList({
  problems,
  show,
}: {
  problems: readonly Problem[];
  show: (place: Place) => void;
}) {
  const t = useTranslations("modules");
  const locale = useLocale() as Locale;
  if (problems.length === 0)
    return (
      <div className={classes.none}>
        <IconCircleCheck size={16} aria-hidden />
        {t("noProblems")}
      </div>
    );
  return (
    <ul className={classes.list}>
      {problems.map((problem, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two problems may be equal in all but order
        <li key={`${problem.code}:${problem.path.join("/")}:${index}`}>
          <button type="button" className={classes.problem} onClick={() => show({ ...problem.place })}>
            {problem.severity === "error" ? (
              <IconCircleX size={16} color="var(--bad)" aria-label={t("error")} />
            ) : (
              <IconAlertTriangle size={16} color="var(--warn)" aria-label={t("warning")} />
            )}
            <span>
              {problem.message[locale]} <code className={classes.path}>{problem.path.join("/")}</code>
            </span>
            <span className={classes.where}>{t("line", { line: problem.place.line })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
