"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { can, maySeeRaw } from "#lib/access";
import {
  inEnvironment,
  type ModuleDetail,
  type Preview,
  type RowFate,
  type SessionView,
} from "#lib/contracts";
import { ok } from "#lib/kernel";
import { drawnTables } from "../modules/lay-out.ts";
import type { PreviewAsked } from "../modules/module-actions.ts";
import type { Action } from "../ui/action.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { EmptyState } from "../ui/state.tsx";
import { useLoaded } from "../ui/use-loaded.ts";
import classes from "./preview.module.css";
import { PreviewBody, PreviewFailure } from "./preview-body.tsx";
import { PreviewStatus, pageRows } from "./preview-status.tsx";
import { PreviewToolbar } from "./preview-toolbar.tsx";
import { usePythonProgress, whenPythonIsReady } from "./python-progress.ts";
import { PythonWaiting } from "./python-waiting.tsx";
import { type Followed, usePreviewChoice } from "./use-preview-choice.ts";

interface Props {
  module: ModuleDetail;
  session: SessionView;
  previewTable: Action<PreviewAsked, Preview>;
  /** Whose sources are read; absent: those that the document names. */
  environment: string | undefined;
  /** As high as what it stands in, instead of as high as its rows. */
  isFilling?: boolean;
  /** What is chosen around it. */
  followed?: Followed;
  /** Chooses a column around it, by its header. */
  choose?: (table: string, column: string) => void;
}

const gone: readonly RowFate[] = ["rejected", "deduplicated", "suppressed"];

/** The draft's tables, stage by stage, on a sample of their rows. */
export default function PreviewTab(props: Props) {
  const t = useTranslations("preview");
  const tables = drawnTables(props.module.draft.document).map(({ name }) => name);
  if (!can(props.session.user.role, "previews:read"))
    return <EmptyState title={t("forbidden")} text={t("forbiddenText")} />;
  if (tables.length === 0) return <EmptyState title={t("noTables")} text={t("noTablesText")} />;
  return <Tables {...props} tables={tables} />;
}

/** Where the chosen column stands: by its own name, or by the one that it has in the source. */
function placeOf({ columns }: Preview, { column, from }: Followed): number | undefined {
  if (column === undefined) return undefined;
  const own = columns.findIndex(({ name }) => name === column);
  const at = own >= 0 ? own : columns.findIndex(({ name }) => name === from);
  return at >= 0 ? at : undefined;
}

function Tables({
  module,
  session,
  previewTable,
  environment,
  tables,
  isFilling = false,
  followed = {},
  choose,
}: Props & { tables: readonly string[] }) {
  const t = useTranslations("preview");
  const { role } = session.user;
  const choice = usePreviewChoice(tables, maySeeRaw({ ...session, role }, "raw-values:look"), followed);
  const [round, setRound] = useState(0);
  const { sample, table, stage, compare, from, part } = choice;
  const asked = sample && {
    module: module.summary.name,
    ...inEnvironment(environment),
    table,
    stage,
    compare,
    sample,
    // Reasons are said beside whatever rows.
    fates: part === "gone" ? [...gone] : ["kept" as const],
    offset: from,
    limit: pageRows,
  };
  const answer = useLoaded(`${round} ${module.draft.etag} ${JSON.stringify(asked)}`, async (signal) => {
    if (!asked) return new Promise<never>(() => {});
    const found = await whenPythonIsReady(previewTable, asked, { signal });
    return found.ok ? ok({ preview: found.value, fates: asked.fates }) : found;
  });
  // What was shown stays until the next answer, as long as it is of the same table of the same source.
  const shown =
    answer.state === "done" ? answer.value : answer.state === "pending" ? answer.before : undefined;
  const isOfThis = shown?.preview.table === table && shown.preview.environment === environment;
  const preview = asked && isOfThis ? shown.preview : undefined;
  const isOfPart = shown?.fates[0] === asked?.fates[0];
  const isBusy = asked !== undefined && answer.state === "pending";
  const python = usePythonProgress();
  const again = () => setRound(round + 1);
  const isFailed = answer.state === "failed";
  useEffect(() => {
    if (!isFailed) return;
    const retry = () => setRound((before) => before + 1);
    window.addEventListener("online", retry);
    return () => window.removeEventListener("online", retry);
  }, [isFailed]);
  return (
    <div className={isFilling ? classes.filling : classes.whole}>
      <PreviewToolbar
        choice={choice}
        tables={tables}
        columns={preview?.columnsIn.map(({ name }) => name) ?? []}
        again={again}
        isBusy={isBusy}
      />
      {preview ? (
        <PreviewStatus preview={preview} asked={isBusy ? preview.stage : stage} choice={choice} />
      ) : null}
      <div className={classes.body} aria-busy={isBusy || undefined}>
        {isBusy && python ? (
          <div className={classes.said}>
            <PythonWaiting progress={python} />
          </div>
        ) : null}
        {!asked ? (
          <div className={classes.said}>
            <EmptyState
              title={t("unchosen")}
              text={t(choice.sampleKind === "key" ? "unchosenKey" : "unchosenColumn")}
            />
          </div>
        ) : answer.state === "failed" ? (
          <PreviewFailure error={answer.error} again={again} />
        ) : preview && isOfPart ? (
          <PreviewBody
            preview={preview}
            part={part}
            height={isFilling ? "fill" : 560}
            current={followed.table === table ? placeOf(preview, followed) : undefined}
            choose={choose && ((column) => choose(table, column))}
            show={(next) => choice.set({ part: next, from: null })}
          />
        ) : (
          <div className={classes.said}>
            {python ? null : (
              <p className={classes.loading} role="status">
                {t("loading")}
              </p>
            )}
            <Skeleton height={isFilling ? 120 : 420} />
          </div>
        )}
      </div>
    </div>
  );
}
