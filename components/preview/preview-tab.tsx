"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { can, maySeeRaw } from "#lib/access";
import type { ModuleDetail, Preview, SessionView } from "#lib/contracts";
import { drawnTables } from "../modules/lay-out.ts";
import type { PreviewAsked } from "../modules/module-actions.ts";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { EmptyState } from "../ui/state.tsx";
import { useLoaded } from "../ui/use-loaded.ts";
import classes from "./preview.module.css";
import { PreviewControls } from "./preview-controls.tsx";
import { PreviewFacts } from "./preview-facts.tsx";
import { PreviewGrid } from "./preview-grid.tsx";
import { ReasonsTable } from "./reasons-table.tsx";
import { type PreviewChoice, usePreviewChoice } from "./use-preview-choice.ts";

const pageRows = 100;

interface Props {
  module: ModuleDetail;
  session: SessionView;
  previewTable: Action<PreviewAsked, Preview>;
}

/** The draft's tables, stage by stage, on a sample of their rows. */
export default function PreviewTab(props: Props) {
  const t = useTranslations("preview");
  const tables = drawnTables(props.module.draft.document).map(({ name }) => name);
  if (!can(props.session.user.role, "previews:read"))
    return <EmptyState title={t("forbidden")} text={t("forbiddenText")} />;
  if (tables.length === 0) return <EmptyState title={t("noTables")} text={t("noTablesText")} />;
  return <Tables {...props} tables={tables} />;
}

function Tables({ module, session, previewTable, tables }: Props & { tables: readonly string[] }) {
  const t = useTranslations("preview");
  const { role } = session.user;
  const choice = usePreviewChoice(tables, maySeeRaw({ ...session, role }, "raw-values:look"));
  const [round, setRound] = useState(0);
  const [columns, setColumns] = useState<readonly string[]>([]);
  const { sample, table, stage, compare, from } = choice;
  return (
    <>
      <PreviewControls
        choice={choice}
        tables={tables}
        columns={columns}
        again={() => setRound(round + 1)}
        isBusy={false}
      />
      {sample === undefined ? (
        <EmptyState title={t("empty")} text={choice.sampleKind === "key" ? t("keyHint") : t("column")} />
      ) : (
        <Loaded
          asked={{
            module: module.summary.name,
            table,
            stage,
            compare,
            sample,
            offset: from,
            limit: pageRows,
          }}
          round={`${round} ${module.draft.etag}`}
          previewTable={async (asked) => {
            const answer = await previewTable(asked);
            if (answer.ok) setColumns(answer.value.columnsIn.map(({ name }) => name));
            return answer;
          }}
          set={choice.set}
        />
      )}
    </>
  );
}

function Loaded({
  asked,
  round,
  previewTable,
  set,
}: {
  asked: PreviewAsked;
  round: string;
  previewTable: Action<PreviewAsked, Preview>;
  set: PreviewChoice["set"];
}) {
  const t = useTranslations("preview");
  const [show, setShow] = useState<"both" | "after">("both");
  const answer = useLoaded(`${round} ${JSON.stringify(asked)}`, () => previewTable(asked));
  if (answer.state === "pending") return <Skeleton height={420} label={t("loading")} />;
  if (answer.state === "failed") return <ErrorState error={answer.error} />;
  const preview = answer.value;
  const { rows: total, looked, complete } = preview.sample;
  return (
    <>
      <PreviewFacts preview={preview} asked={asked.stage} />
      {total === 0 ? (
        <EmptyState title={t("empty")} text={t(complete ? "emptyWhole" : "emptyLooked", { looked })} />
      ) : (
        <>
          {preview.raw ? (
            <SegmentedControl
              label={t("show")}
              value={show}
              onChange={(value) => setShow(value === "after" ? "after" : "both")}
              data={(["both", "after"] as const).map((one) => ({ value: one, label: t(`shown.${one}`) }))}
              style={{ marginBottom: 8 }}
            />
          ) : null}
          <PreviewGrid preview={preview} withBefore={show === "both"} />
          <div className={classes.pages}>
            <Button
              variant="default"
              size="compact"
              disabled={asked.offset === 0}
              onClick={() => set({ from: Math.max(0, asked.offset - pageRows) })}
            >
              {t("previous")}
            </Button>
            <span>
              {t("page", {
                from: asked.offset + 1,
                to: Math.min(total, asked.offset + preview.rows.length),
                total,
              })}
            </span>
            <Button
              variant="default"
              size="compact"
              disabled={asked.offset + preview.rows.length >= total}
              onClick={() => set({ from: asked.offset + pageRows })}
            >
              {t("next")}
            </Button>
          </div>
          <ReasonsTable preview={preview} />
        </>
      )}
    </>
  );
}
