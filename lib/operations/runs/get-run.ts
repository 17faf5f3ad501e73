import { z } from "zod";
import { can, maySeeRaw } from "#lib/access";
import { type RunDetail, runDetailSchema } from "#lib/contracts";
import type { QuarantineRecord, Repositories, RunRecord } from "#lib/db/server";
import { AppError, systemClock } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { readDocument } from "../modules/check-document.ts";
import { peopleOf, personOf } from "../views/people.ts";
import { runViews } from "../views/run-view.ts";

/** The newest events that come with the page; earlier ones are asked for. */
const eventsShown = 1000;

const quarantineView = (record: QuarantineRecord): RunDetail["quarantine"][number] => ({
  table: record.table,
  rows: record.rows,
  bytes: record.bytes,
  kept: record.path !== undefined && record.expiresAt > systemClock.now(),
  expiresAt: record.expiresAt.toISOString(),
});

/** Median seconds of finished runs of the same kind, to compare a running one with. */
async function usualSeconds(db: Repositories, module: string, run: RunRecord): Promise<number | undefined> {
  const earlier = await db.runs.list({ module, states: ["succeeded"], limit: 20 });
  const seconds = earlier
    .filter(
      (one) =>
        one.kind === run.kind &&
        one.sample === run.sample &&
        one.environment === run.environment &&
        one.id !== run.id,
    )
    .map((one) => ((one.finishedAt?.getTime() ?? 0) - (one.startedAt?.getTime() ?? 0)) / 1000)
    .sort((a, b) => a - b);
  return seconds[Math.floor(seconds.length / 2)];
}

/** Everything the page of a run shows; it goes on live from `lastEventSeq`. */
export const getRun = defineOperation({
  id: "get-run",
  title: { en: "See a run", ru: "Просмотр запуска" },
  permission: "runs:read",
  input: z.strictObject({ id: z.uuid() }),
  output: runDetailSchema,
  run: async ({ services: { db }, actor }, { id }) => {
    const run = found(await db.runs.get(id), "run", id);
    const [summary] = await runViews(db, [run]);
    if (summary === undefined) throw new AppError("not-found", { what: "run", name: id });
    const revision = await db.revisions.getById(run.revisionId);
    const after = Math.max(0, run.lastEventSeq - eventsShown);
    const people = await peopleOf(db, [run.cancelRequestedBy]);
    const version = await db.versions.ofRun(id);
    const isOver = run.finishedAt !== undefined;
    const isFailed = run.state === "failed" || run.state === "cancelled";
    const isArchived = (await db.modules.getById(run.moduleId))?.archivedAt !== undefined;
    return {
      ...summary,
      cancelRequestedAt: run.cancelRequestedAt?.toISOString(),
      cancelRequestedBy: personOf(people, run.cancelRequestedBy),
      lastEventSeq: run.lastEventSeq,
      stages: (await db.runs.stages(id)).map(({ attempt, stage, state, startedAt, finishedAt }) => ({
        attempt,
        stage,
        state,
        startedAt: startedAt.toISOString(),
        finishedAt: finishedAt?.toISOString(),
      })),
      events: [...(await db.runEvents.list(id, { after, limit: eventsShown }))],
      tables: (readDocument(revision?.document)?.tables ?? []).map(({ name, publish }) => ({
        name,
        publish,
      })),
      reports: run.reports ?? version?.reports,
      quarantine: (await db.quarantines.list(id)).map(quarantineView),
      scriptOutputs: (await db.scriptOutputs.list(id)).map(({ runId: _run, createdAt, ...output }) => ({
        ...output,
        at: createdAt.toISOString(),
      })),
      mayReadOutput: maySeeRaw(actor, "script-output:look"),
      usualSeconds: await usualSeconds(db, summary.module, run),
      mayCancel: !isOver && can(actor.role, "runs:cancel"),
      mayRetry: isFailed && !isArchived && can(actor.role, "runs:start"),
      mayLook: maySeeRaw(actor, "quarantine:look"),
    };
  },
});
