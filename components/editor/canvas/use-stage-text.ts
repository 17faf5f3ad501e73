"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { StageView, TableView } from "./use-steps.ts";

/** What is read of a stage and of a table: on the picture, and aloud. */
export function useStageText() {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  return useMemo(() => {
    const words = (view: StageView): string =>
      view.words.map(({ key, values }) => t(`words.${key}`, values ?? {})).join(", ");
    const lock = (view: StageView): string | undefined =>
      view.lock && t(`lock.${view.lock}`, { revision: view.revision ?? 0 });
    const problems = (count: number): string | undefined =>
      count > 0 ? `${count} ${t("problemWord", { count })}` : undefined;
    const joined = (parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(". ");
    return {
      words,
      lock,
      stage: (table: string, view: StageView): string =>
        joined([
          `${table}, ${common(`stage.${view.id}`)}: ${words(view)}`,
          problems(view.errors + view.warnings),
          view.lock === "changed" ? lock(view) : undefined,
          view.run.state && t(`run.${view.run.state}`),
        ]),
      table: (view: TableView): string =>
        joined([
          `${view.name}: ${common("columnCount", { count: view.columns })}`,
          view.isPublished ? undefined : t("words.feedsOthers"),
          problems(view.errors + view.warnings),
        ]),
    };
  }, [t, common]);
}
