import { type RunDetail, type RunEvent, type StageId, stageIds } from "#lib/contracts";
import type { GanttStage } from "../charts/gantt.tsx";

/** A trial ends with the reports, after Protect: what would follow is no part of it. */
const stagesOf = (run: RunDetail): readonly StageId[] =>
  run.kind === "trial" ? stageIds.slice(0, stageIds.indexOf("upload")) : stageIds;

/** The stages of the newest attempt on its time axis, from what was kept and what came live since. */
export function ganttOf(
  run: RunDetail,
  events: readonly RunEvent[],
  now: number,
): { readonly stages: readonly GanttStage[]; readonly whole: number } {
  const attempt = Math.max(run.attempt, ...events.map((event) => event.attempt), 1);
  const found = new Map<StageId, { from: number; to?: number; failed: boolean }>();
  for (const stage of run.stages)
    if (stage.attempt === attempt || stage.state === "finished")
      found.set(stage.stage, {
        from: Date.parse(stage.startedAt),
        to: stage.finishedAt ? Date.parse(stage.finishedAt) : undefined,
        failed: stage.state === "failed",
      });
  for (const event of events) {
    if (event.attempt !== attempt || event.stage === undefined || event.table !== undefined) continue;
    const at = Date.parse(event.at);
    const known = found.get(event.stage);
    if (event.kind === "stage-started" && !known) found.set(event.stage, { from: at, failed: false });
    if (event.kind === "stage-finished")
      found.set(event.stage, { from: known?.from ?? at, to: known?.to ?? at, failed: false });
  }
  const isOver = run.finishedAt !== undefined;
  const start = Math.min(
    ...[...found.values()].map((one) => one.from),
    run.startedAt ? Date.parse(run.startedAt) : now,
  );
  const end = Math.max(
    ...[...found.values()].map((one) => one.to ?? 0),
    isOver ? Date.parse(run.finishedAt ?? "") : now,
  );
  const broke = run.error?.place?.stage;
  const stages = stagesOf(run).map((stage): GanttStage => {
    const one = found.get(stage);
    if (!one) return { stage, state: "waiting" };
    const isBroken = one.failed || (run.state === "failed" && (broke === stage || one.to === undefined));
    return {
      stage,
      state: isBroken ? "failed" : one.to !== undefined ? "done" : isOver ? "waiting" : "running",
      from: one.from - start,
      to: one.to !== undefined ? one.to - start : isOver ? end - start : undefined,
    };
  });
  return { stages, whole: Math.max(1, end - start) };
}

export interface TableProgress {
  readonly table: string;
  readonly stage?: StageId;
  readonly rows?: number;
  readonly total?: number;
  readonly extracted?: number;
}

/** Where each table stands: its latest stage and rows, from events. */
export function tableProgress(
  tables: readonly string[],
  events: readonly RunEvent[],
): readonly TableProgress[] {
  return tables.map((table) => {
    let progress: TableProgress = { table };
    for (const event of events) {
      if (event.table !== table) continue;
      progress = {
        table,
        stage: event.stage ?? progress.stage,
        rows: event.rows ?? progress.rows,
        total: event.stage === progress.stage ? (event.total ?? progress.total) : event.total,
        extracted: event.stage === "extract" ? (event.rows ?? progress.extracted) : progress.extracted,
      };
    }
    return progress;
  });
}
