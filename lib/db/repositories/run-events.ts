import { z } from "zod";
import { type NewRunEvent, type RunEvent, runEventSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { Access } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";
import { type Lease, notifyRun } from "./runs.ts";

/** An event as it happened; the repository numbers it. */
export type TimedRunEvent = NewRunEvent & { readonly at: Date };

export interface RunEventRepository {
  /** Numbers and keeps events in their order, and tells those who listen. @throws AppError `run-lease-lost` */
  append(lease: Lease, attempt: number, events: readonly TimedRunEvent[]): Promise<void>;
  /** Forgets events of runs that ended before; answers how many. */
  deleteBefore(time: Date): Promise<number>;
  /** What newest runs of some modules cost the sources they read, newest first: events of one kind, and whose run they are of. */
  costs(
    modules: readonly string[],
    runs: number,
  ): Promise<
    readonly {
      readonly event: RunEvent;
      readonly run: {
        readonly id: string;
        readonly kind: string;
        readonly module: string;
        readonly revisionId: string;
        readonly environment: string | null;
      };
    }[]
  >;
  /** In order, those after `after`. */
  list(
    runId: string,
    options?: { readonly after?: number; readonly limit?: number },
  ): Promise<readonly RunEvent[]>;
}

interface EventRow {
  seq: number;
  at: Date;
  attempt: number;
  level: string;
  kind: string;
  stage: string | null;
  table: string | null;
  rows: bigint | null;
  total: bigint | null;
  message: string;
  params: string;
}

const paramsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

const toEvent = (row: EventRow): RunEvent =>
  runEventSchema.parse({
    seq: row.seq,
    at: row.at.toISOString(),
    attempt: row.attempt,
    level: row.level,
    kind: row.kind,
    stage: row.stage ?? undefined,
    table: row.table ?? undefined,
    rows: row.rows === null ? undefined : Number(row.rows),
    total: row.total === null ? undefined : Number(row.total),
    message: row.message,
    params: fromJsonText(paramsSchema, row.params, `event ${row.seq}`),
  });

const wholeRows = (rows: number | undefined) => (rows === undefined ? undefined : BigInt(Math.round(rows)));

export function runEventRepository({ client, atomic }: Access): RunEventRepository {
  return {
    append: (lease, attempt, events) =>
      events.length === 0
        ? Promise.resolve()
        : atomic(async (tx) => {
            const { runId } = lease;
            // The update locks the run, so that numbers have no gap and no two writers the same.
            const [run] = await tx.run.updateManyAndReturn({
              where: { id: runId, leaseToken: lease.token },
              data: { lastEventSeq: { increment: events.length } },
              select: { lastEventSeq: true },
            });
            if (run === undefined) throw new AppError("run-lease-lost");
            const first = run.lastEventSeq - events.length + 1;
            await tx.runEvent.createMany({
              data: events.map((event, index) => ({
                runId,
                seq: first + index,
                at: event.at,
                attempt,
                level: event.level,
                kind: event.kind,
                stage: event.stage,
                table: event.table,
                rows: wholeRows(event.rows),
                total: wholeRows(event.total),
                message: event.message,
                params: toJsonText(event.params ?? {}),
              })),
            });
            await notifyRun(tx, runId);
          }),
    deleteBefore: async (time) => {
      const { count } = await client.runEvent.deleteMany({ where: { run: { finishedAt: { lt: time } } } });
      return count;
    },
    costs: async (modules, most) => {
      const runs = await client.run.findMany({
        where: { module: { name: { in: [...modules] } }, startedAt: { not: null } },
        orderBy: { createdAt: "desc" },
        take: most,
        select: {
          id: true,
          kind: true,
          revisionId: true,
          environment: true,
          module: { select: { name: true } },
        },
      });
      const byId = new Map(runs.map((run) => [run.id, { ...run, module: run.module.name }]));
      const rows = await client.runEvent.findMany({
        where: { runId: { in: [...byId.keys()] }, message: "source-cost" },
        orderBy: { at: "desc" },
      });
      return rows.flatMap((row) => {
        const run = byId.get(row.runId);
        return run ? [{ event: toEvent(row), run }] : [];
      });
    },
    list: async (runId, { after = 0, limit = 1000 } = {}) => {
      const rows = await client.runEvent.findMany({
        where: { runId, seq: { gt: after } },
        orderBy: { seq: "asc" },
        take: limit,
      });
      return rows.map(toEvent);
    },
  };
}
