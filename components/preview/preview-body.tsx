"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Preview } from "#lib/contracts";
import type { ErrorData } from "#lib/kernel";
import { BindingsLink } from "../environments/environment-obstacle.tsx";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { EmptyState } from "../ui/state.tsx";
import { GoneGrid } from "./gone-grid.tsx";
import classes from "./preview.module.css";
import { headHeight, PreviewGrid } from "./preview-grid.tsx";
import { goneIn } from "./preview-status.tsx";
import { ReasonsTable } from "./reasons-table.tsx";
import type { PreviewPart } from "./use-preview-choice.ts";

const Said = ({ children }: { children: ReactNode }) => <div className={classes.said}>{children}</div>;

/** One of the views of a preview, or why there is nothing to view. */
export function PreviewBody({
  preview,
  part,
  height,
  current,
  choose,
  show,
}: {
  preview: Preview;
  part: PreviewPart;
  height: number | "fill";
  current: number | undefined;
  choose: ((column: string) => void) | undefined;
  show: (part: PreviewPart) => void;
}) {
  const t = useTranslations("preview");
  const { rows, looked, complete } = preview.sample;
  const lost = goneIn(preview);
  if (rows === 0)
    return (
      <Said>
        <EmptyState title={t("empty")} text={t(complete ? "emptyWhole" : "emptyLooked", { looked })} />
      </Said>
    );
  if (part === "reasons")
    return (
      <Said>
        {preview.rules.length > 0 ? (
          <ReasonsTable preview={preview} />
        ) : (
          <EmptyState title={t("noReasons")} text={t("noReasonsText")} />
        )}
      </Said>
    );
  if (part === "gone")
    return lost > 0 ? (
      <GoneGrid key={preview.table} preview={preview} height={height} />
    ) : (
      <Said>
        <EmptyState title={t("noneGone")} text={t("noneGoneText")} />
      </Said>
    );
  const isEmpty = preview.counts.kept === 0;
  return (
    <>
      <PreviewGrid
        key={preview.table}
        preview={preview}
        height={isEmpty ? headHeight + 18 : height}
        current={current}
        choose={choose}
      />
      {isEmpty ? (
        <Said>
          <EmptyState
            title={t("noneKept")}
            text={t("noneKeptText", { count: lost })}
            actions={
              <Button variant="default" onClick={() => show("gone")}>
                {t("showGone")}
              </Button>
            }
          />
        </Said>
      ) : null}
    </>
  );
}

/** What went wrong with a look at the data: nothing of the draft is lost by it. */
export function PreviewFailure({ error, again }: { error: ErrorData; again: () => void }) {
  const t = useTranslations("preview");
  return (
    <Said>
      <ErrorState
        error={error}
        actions={
          <>
            <Button variant="default" onClick={again}>
              {t("again")}
            </Button>
            <BindingsLink error={error} />
          </>
        }
      />
      <p className={classes.aside}>{t("failedText")}</p>
    </Said>
  );
}
