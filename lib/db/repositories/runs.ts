import { z } from "zod";
import {
  type Reports,
  type RunCause,
  type RunKind,
  type RunParameter,
  type RunState,
  reportsSchema,
  runCauseSchema,
  runKindSchema,
  runParametersSchema,
  runStateSchema,
  type StageId,
  stageIdSchema,
} from "#lib/contracts";
import { AppError, type ErrorCodeId, type ErrorData, errorCodes, newId } from "#lib/kernel";
import type { Access, Client } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";

export interface RunRecord {
  readonly id: string;
  readonly moduleId: string;
  readonly revisionId: string;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly attempt: number;
  /** Attempts that ended by a crash or a passing error. */
  readonly failures: number;
  /** Attempts that found a source busy with others. */
  readonly waits: number;
  /** When the next attempt comes of a run that waits for its source. */
  readonly waitsUntil: Date | undefined;
  /** At most this many rows a table. */
  readonly sample: number | undefined;
  readonly requestedBy: string | undefined;
  /** Absent: the document runs as it is written. */
  readonly environment: string | undefined;
  /** What made it, where that was no person. */
  readonly cause: RunCause | undefined;
  /** The values it takes for the document's parameters. */
  readonly parameters: readonly RunParameter[];
  readonly createdAt: Date;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  readonly workerId: string | undefined;
  readonly heartbeatAt: Date | undefined;
  readonly cancelRequestedAt: Date | undefined;
  readonly cancelRequestedBy: string | undefined;
  readonly error: ErrorData | undefined;
  /** Of a trial; those of a publication are its version's. */
  readonly reports: Reports | undefined;
  readonly lastEventSeq: number;
}

export interface RunStageRecord {
  readonly attempt: number;
  readonly stage: StageId;
  readonly state: "started" | "finished" | "failed";
  readonly workerId: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | undefined;
}

/** Proof that a worker may go on with a run; another worker's claim makes it worthless. */
export interface Lease {
  readonly runId: string;
  readonly token: string;
}

/** A store that a run began to write to. */
export interface RunStoreRecord {
  readonly store: string;
  /** Its upload script wrote there. */
  readonly byScript: boolean;
}

/** Why a worker gives a run back before its end, and when it comes again. */
export type ComesAgain =
  /** Its worker stops: that is no failure. */
  | { readonly why: "stopping" }
  /** Its source is busy with others, which is no failure either, or the attempt failed. */
  | { readonly why: "waiting" | "failed"; readonly error: ErrorData; readonly afterSeconds: number };

export interface ClaimedRun {
  readonly run: RunRecord;
  readonly lease: Lease;
}

/** Where a run belongs: its module's name, its revision's number, the version it made. */
export interface RunLabel {
  readonly module: string;
  readonly revision: number;
  readonly version: number | undefined;
}

export interface RunRepository {
  create(run: {
    readonly moduleId: string;
    readonly revisionId: string;
    readonly kind: RunKind;
    readonly sample?: number;
    readonly requestedBy?: string;
    readonly environment?: string | undefined;
    readonly cause?: RunCause;
    readonly parameters?: readonly RunParameter[];
  }): Promise<RunRecord>;
  get(id: string): Promise<RunRecord | undefined>;
  /** Newest first. */
  list(options?: {
    readonly module?: string;
    readonly states?: readonly RunState[];
    readonly limit?: number;
    readonly before?: Date;
  }): Promise<readonly RunRecord[]>;
  /** What lists say beside each run, in one question however many there are. */
  labels(ids: readonly string[]): Promise<ReadonlyMap<string, RunLabel>>;
  /**
   * A run that has left nothing outside is cancelled at once where it waits, any other by a worker; a finished one stays. Answers the
   * state after, and whether a worker has to be sent: nobody is at work, and what the run has written has to go.
   */
  requestCancel(
    id: string,
    userId?: string,
  ): Promise<{ readonly state: RunState; readonly needsWorker: boolean }>;
  /**
   * Takes a run that waits, or one whose worker was not heard of for `staleAfterMs`, which counts as a failure.
   * Undefined: it is finished, or somebody else works at it.
   */
  claim(id: string, workerId: string, staleAfterMs: number): Promise<ClaimedRun | undefined>;
  /** Says that the worker lives; answers what it has to know. */
  heartbeat(lease: Lease): Promise<{ readonly owned: boolean; readonly cancelRequested: boolean }>;
  /** @throws AppError `run-lease-lost` */
  finish(
    lease: Lease,
    outcome: {
      readonly state: "succeeded" | "failed" | "cancelled";
      readonly error?: ErrorData;
      readonly reports?: Reports;
    },
  ): Promise<void>;
  /**
   * Gives the run back to be tried again. Answers after how many seconds: what was cancelled meanwhile waits for nothing.
   * @throws AppError `run-lease-lost`
   */
  release(lease: Lease, again: ComesAgain): Promise<number>;
  /** @throws AppError `run-lease-lost` */
  startStage(lease: Lease, stage: StageId): Promise<void>;
  /** `result` is what a retry on the same worker goes on from. @throws AppError `run-lease-lost` */
  finishStage(lease: Lease, stage: StageId, result: unknown): Promise<void>;
  stages(id: string): Promise<readonly RunStageRecord[]>;
  /** Said before the first write to a store, under its own name. @throws AppError `run-lease-lost` */
  startStore(lease: Lease, store: string, byScript: boolean): Promise<void>;
  /** Where a run began to write, in all its attempts. */
  stores(id: string): Promise<readonly RunStoreRecord[]>;
  /** Results of the stages this worker finished, the newest attempt's of each. */
  finishedStages(id: string, workerId: string): Promise<ReadonlyMap<StageId, unknown>>;
  /**
   * Versions of other modules that a run reads, by the names its document has for them. What was chosen first stays: answers
   * what holds.
   */
  keepInputs(id: string, inputs: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>>;
  /** Runs that say they run while nobody was heard of for so long. */
  stale(staleAfterMs: number): Promise<readonly RunRecord[]>;
}

export const errorDataSchema: z.ZodType<ErrorData> = z.object({
  code: z.custom<ErrorCodeId>((code) => typeof code === "string" && Object.hasOwn(errorCodes, code)),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  place: z
    .object({
      stage: z.string(),
      table: z.string(),
      column: z.string(),
      rule: z.string(),
      row: z.number(),
      line: z.number(),
      path: z.string(),
    })
    .partial()
    .optional(),
});

interface RunRow {
  id: string;
  moduleId: string;
  revisionId: string;
  kind: string;
  state: string;
  attempt: number;
  failures: number;
  waits: number;
  waitsUntil: Date | null;
  sample: number | null;
  requestedBy: string | null;
  environment: string | null;
  cause: string | null;
  parameters: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  workerId: string | null;
  heartbeatAt: Date | null;
  cancelRequestedAt: Date | null;
  cancelRequestedBy: string | null;
  error: string | null;
  reports: string | null;
  lastEventSeq: number;
}

const toRun = (row: RunRow): RunRecord => ({
  id: row.id,
  moduleId: row.moduleId,
  revisionId: row.revisionId,
  kind: runKindSchema.parse(row.kind),
  state: runStateSchema.parse(row.state),
  attempt: row.attempt,
  failures: row.failures,
  waits: row.waits,
  waitsUntil: row.waitsUntil ?? undefined,
  sample: row.sample ?? undefined,
  requestedBy: row.requestedBy ?? undefined,
  environment: row.environment ?? undefined,
  cause: row.cause === null ? undefined : fromJsonText(runCauseSchema, row.cause, `run ${row.id}`),
  parameters:
    row.parameters === null ? [] : fromJsonText(runParametersSchema, row.parameters, `run ${row.id}`),
  createdAt: row.createdAt,
  startedAt: row.startedAt ?? undefined,
  finishedAt: row.finishedAt ?? undefined,
  workerId: row.workerId ?? undefined,
  heartbeatAt: row.heartbeatAt ?? undefined,
  cancelRequestedAt: row.cancelRequestedAt ?? undefined,
  cancelRequestedBy: row.cancelRequestedBy ?? undefined,
  error: row.error === null ? undefined : fromJsonText(errorDataSchema, row.error, `run ${row.id}`),
  reports: row.reports === null ? undefined : fromJsonText(reportsSchema, row.reports, `run ${row.id}`),
  lastEventSeq: row.lastEventSeq,
});

/** Locks the run's row as its owner. @throws AppError `run-lease-lost` */
export async function assertLease(client: Client, lease: Lease): Promise<RunRecord> {
  await client.$queryRaw`select 1 from "run" where "id" = ${lease.runId} for update`;
  const row = await client.run.findUnique({ where: { id: lease.runId } });
  if (row === null || row.leaseToken !== lease.token || row.finishedAt !== null) {
    throw new AppError("run-lease-lost");
  }
  return toRun(row);
}

/** Tells whoever listens that a run has news; delivered when the transaction commits. */
export async function notifyRun(client: Client, runId: string): Promise<void> {
  await client.$queryRaw`select pg_notify('etlx_run', ${runId})::text`;
}

const running = ["running", "cancelling"];

/** What a run that was given back is until it is claimed again. */
function waitingFor(run: RunRecord, again: ComesAgain) {
  if (run.cancelRequestedAt !== undefined) return { state: "cancelling" };
  if (again.why === "stopping") return { state: "retrying" };
  const failed = { state: "retrying", error: toJsonText(again.error) };
  if (again.why === "failed") return { ...failed, failures: run.failures + 1 };
  const waitsUntil = new Date(Date.now() + again.afterSeconds * 1000);
  return { ...failed, waits: run.waits + 1, waitsUntil };
}

export function runRepository({ client, atomic }: Access): RunRepository {
  const owned = <T>(lease: Lease, change: (tx: Client, run: RunRecord) => Promise<T>): Promise<T> =>
    atomic(async (tx) => {
      const answer = await change(tx, await assertLease(tx, lease));
      await notifyRun(tx, lease.runId);
      return answer;
    });
  return {
    create: async ({ cause, parameters = [], ...run }) =>
      toRun(
        await client.run.create({
          data: {
            ...run,
            cause: cause === undefined ? null : toJsonText(cause),
            parameters: parameters.length === 0 ? null : toJsonText(parameters),
            state: "queued",
          },
        }),
      ),
    get: async (id) => {
      const row = await client.run.findUnique({ where: { id } });
      return row === null ? undefined : toRun(row);
    },
    list: async ({ module, states, limit = 50, before } = {}) => {
      const rows = await client.run.findMany({
        where: {
          module: module === undefined ? undefined : { name: module },
          state: states === undefined ? undefined : { in: [...states] },
          createdAt: before === undefined ? undefined : { lt: before },
        },
        orderBy: { createdAt: "desc" },
        take: limit,
      });
      return rows.map(toRun);
    },
    labels: async (ids) => {
      const rows = await client.run.findMany({
        where: { id: { in: [...ids] } },
        select: {
          id: true,
          module: { select: { name: true } },
          revision: { select: { number: true } },
          version: { select: { number: true } },
        },
      });
      return new Map(
        rows.map(({ id, module, revision, version }) => [
          id,
          { module: module.name, revision: revision.number, version: version?.number },
        ]),
      );
    },
    requestCancel: (id, userId) =>
      atomic(async (tx) => {
        await tx.$queryRaw`select 1 from "run" where "id" = ${id} for update`;
        const row = await tx.run.findUnique({ where: { id } });
        if (row === null) throw new AppError("not-found", { what: "run", name: id });
        const { state } = toRun(row);
        const now = new Date();
        const asked = { cancelRequestedAt: row.cancelRequestedAt ?? now, cancelRequestedBy: userId };
        if (row.finishedAt !== null) return { state, needsWorker: false };
        const isWaiting = state === "queued" || state === "retrying";
        const wroteOutside = (await tx.runStage.count({ where: { runId: id, stage: "upload" } })) > 0;
        const isOver = isWaiting && !wroteOutside;
        const after = isOver ? "cancelled" : "cancelling";
        const finishedAt = isOver ? now : null;
        await tx.run.update({
          where: { id },
          data: { ...asked, state: after, finishedAt, waitsUntil: null },
        });
        await notifyRun(tx, id);
        return { state: after, needsWorker: !isOver && row.leaseToken === null };
      }),
    claim: (id, workerId, staleAfterMs) =>
      atomic(async (tx) => {
        // Ages by the database's clock: those of two workers need not agree.
        const [seen] = await tx.$queryRaw<{ silent: boolean }[]>`
          select coalesce(clock_timestamp() - "heartbeatAt" > make_interval(secs => ${staleAfterMs / 1000}), true) as silent
          from "run" where "id" = ${id} for update`;
        const row = await tx.run.findUnique({ where: { id } });
        if (row === null) return undefined;
        // A cancelled run that nobody holds waits for who cleans up after it.
        const isFree = row.state === "cancelling" && row.leaseToken === null;
        const waits = row.state === "queued" || row.state === "retrying" || isFree;
        const dead = running.includes(row.state) && !isFree && seen?.silent === true;
        if (!waits && !dead) return undefined;
        await tx.$executeRaw`
          update "run" set "heartbeatAt" = clock_timestamp(), "startedAt" = coalesce("startedAt", clock_timestamp())
          where "id" = ${id}`;
        const token = newId();
        const claimed = await tx.run.update({
          where: { id },
          data: {
            state: row.cancelRequestedAt === null ? "running" : "cancelling",
            attempt: row.attempt + 1,
            failures: dead ? row.failures + 1 : row.failures,
            workerId,
            leaseToken: token,
            error: null,
            waitsUntil: null,
          },
        });
        await notifyRun(tx, id);
        return { run: toRun(claimed), lease: { runId: id, token } };
      }),
    heartbeat: async ({ runId, token }) => {
      const [row] = await client.$queryRaw<{ cancelled: boolean }[]>`
        update "run" set "heartbeatAt" = clock_timestamp()
        where "id" = ${runId} and "leaseToken" = ${token} and "finishedAt" is null
        returning "cancelRequestedAt" is not null as cancelled`;
      return { owned: row !== undefined, cancelRequested: row?.cancelled === true };
    },
    finish: (lease, { state, error, reports }) =>
      owned(lease, async (tx) => {
        await tx.run.update({
          where: { id: lease.runId },
          data: {
            state,
            finishedAt: new Date(),
            error: error === undefined ? null : toJsonText(error),
            reports: reports === undefined ? null : toJsonText(reports),
          },
        });
        await tx.runStage.updateMany({
          where: { runId: lease.runId, state: "started" },
          data: { state: "failed", finishedAt: new Date() },
        });
      }),
    release: (lease, again) =>
      owned(lease, async (tx, run) => {
        const data = { ...waitingFor(run, again), leaseToken: null };
        await tx.run.update({ where: { id: lease.runId }, data });
        await tx.runStage.updateMany({
          where: { runId: lease.runId, attempt: run.attempt, state: "started" },
          data: { state: "failed", finishedAt: new Date() },
        });
        return again.why === "stopping" || run.cancelRequestedAt !== undefined ? 0 : again.afterSeconds;
      }),
    startStage: (lease, stage) =>
      owned(lease, async (tx, { attempt, workerId }) => {
        const key = { runId: lease.runId, attempt, stage };
        const data = { state: "started", workerId: workerId ?? "" };
        await tx.runStage.upsert({
          where: { runId_attempt_stage: key },
          create: { ...key, ...data },
          update: data,
        });
      }),
    finishStage: (lease, stage, result) =>
      owned(lease, async (tx, { attempt }) => {
        await tx.runStage.update({
          where: { runId_attempt_stage: { runId: lease.runId, attempt, stage } },
          data: { state: "finished", finishedAt: new Date(), result: toJsonText(result ?? null) },
        });
      }),
    stages: async (runId) => {
      const rows = await client.runStage.findMany({
        where: { runId },
        orderBy: [{ attempt: "asc" }, { startedAt: "asc" }],
        omit: { result: true },
      });
      return rows.map((row) => ({
        attempt: row.attempt,
        stage: stageIdSchema.parse(row.stage),
        state: z.enum(["started", "finished", "failed"]).parse(row.state),
        workerId: row.workerId,
        startedAt: row.startedAt,
        finishedAt: row.finishedAt ?? undefined,
      }));
    },
    startStore: (lease, store, byScript) =>
      owned(lease, async (tx) => {
        await tx.runStore.upsert({
          where: { runId_store: { runId: lease.runId, store } },
          create: { runId: lease.runId, store, byScript },
          update: byScript ? { byScript } : {},
        });
      }),
    stores: (runId) =>
      client.runStore.findMany({
        where: { runId },
        orderBy: { store: "asc" },
        select: { store: true, byScript: true },
      }),
    finishedStages: async (runId, workerId) => {
      const rows = await client.runStage.findMany({
        where: { runId, workerId, state: "finished" },
        orderBy: { attempt: "asc" },
      });
      return new Map(
        rows.map((row): [StageId, unknown] => [
          stageIdSchema.parse(row.stage),
          row.result === null ? null : JSON.parse(row.result),
        ]),
      );
    },
    keepInputs: (id, inputs) =>
      atomic(async (tx) => {
        await tx.runInput.createMany({
          data: [...inputs].map(([source, versionId]) => ({ runId: id, source, versionId })),
          skipDuplicates: true,
        });
        const kept = await tx.runInput.findMany({ where: { runId: id } });
        return new Map(kept.map(({ source, versionId }) => [source, versionId]));
      }),
    stale: async (staleAfterMs) => {
      const ids = await client.$queryRaw<{ id: string }[]>`
        select "id" from "run" where "state" in ('running', 'cancelling')
        and clock_timestamp() - "heartbeatAt" > make_interval(secs => ${staleAfterMs / 1000})`;
      const rows = await client.run.findMany({ where: { id: { in: ids.map(({ id }) => id) } } });
      return rows.map(toRun);
    },
  };
}
