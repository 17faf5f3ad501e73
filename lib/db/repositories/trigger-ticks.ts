import {
  type GivenParameters,
  givenParametersSchema,
  type RunCause,
  runCauseSchema,
  type TickState,
  tickStateSchema,
} from "#lib/contracts";
import type { ErrorData } from "#lib/kernel";
import type { Access } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";
import { errorDataSchema } from "./runs.ts";

/** Something that a trigger had to do, and what came of it. */
export interface TickRecord {
  readonly id: string;
  readonly triggerId: string;
  readonly key: string;
  readonly plannedAt: Date;
  readonly decidedAt: Date;
  readonly state: TickState;
  readonly isPatient: boolean;
  readonly reason: ErrorData | undefined;
  /** Earlier planned instants that it stands for beside its own. */
  readonly others: number;
  readonly parameters: GivenParameters;
  readonly cause: RunCause;
  readonly runId: string | undefined;
  /** Runs of it so far. */
  readonly tries: number;
  /** When it is tried again; of one that was skipped, when it is looked at again, absent: at once. */
  readonly retryAt: Date | undefined;
  readonly lateAlertedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
}

export interface NewTick {
  readonly triggerId: string;
  /** A trigger does nothing twice under one key. */
  readonly key: string;
  readonly plannedAt: Date;
  readonly decidedAt: Date;
  readonly state: "waiting" | "skipped";
  readonly isPatient?: boolean;
  readonly reason?: ErrorData;
  readonly others?: number;
  readonly parameters?: GivenParameters;
  readonly cause: RunCause;
}

export interface TickRepository {
  /** Undefined where the trigger has a tick of that key already. */
  add(tick: NewTick): Promise<TickRecord | undefined>;
  byKey(triggerId: string, key: string): Promise<TickRecord | undefined>;
  /**
   * Lets what was skipped and is to be looked at again later be looked at now. It waits for whoever looks right now, and has
   * perhaps not seen yet what was changed.
   */
  lookAgain(): Promise<void>;
  /** Forgets those that were over before, with alerts that nobody has to see any more. Answers how many ticks. */
  deleteBefore(before: Date): Promise<number>;
  /** Those that are not over, in the order of their planned instants. */
  open(triggerId: string): Promise<readonly TickRecord[]>;
  /** The newest of a trigger that is over. */
  lastEnded(triggerId: string): Promise<TickRecord | undefined>;
  /** The newest of a trigger whose run succeeded or failed. */
  lastRan(triggerId: string): Promise<TickRecord | undefined>;
  /** The one whose planned instant is the newest, over or not. */
  latest(triggerId: string): Promise<TickRecord | undefined>;
  /** Newest first, of all triggers of a module. */
  list(module: string, limit: number): Promise<readonly (TickRecord & { readonly trigger: string })[]>;
  change(
    id: string,
    change: {
      readonly state?: TickState;
      readonly reason?: ErrorData | null;
      readonly runId?: string;
      readonly tries?: number;
      readonly retryAt?: Date | null;
      readonly lateAlertedAt?: Date;
      readonly finishedAt?: Date | null;
    },
  ): Promise<void>;
}

interface TickRow {
  id: string;
  triggerId: string;
  key: string;
  plannedAt: Date;
  decidedAt: Date;
  state: string;
  isPatient: boolean;
  reason: string | null;
  others: number;
  parameters: string;
  cause: string;
  runId: string | null;
  tries: number;
  retryAt: Date | null;
  lateAlertedAt: Date | null;
  finishedAt: Date | null;
}

const toTick = (row: TickRow): TickRecord => ({
  id: row.id,
  triggerId: row.triggerId,
  key: row.key,
  plannedAt: row.plannedAt,
  decidedAt: row.decidedAt,
  state: tickStateSchema.parse(row.state),
  isPatient: row.isPatient,
  reason: row.reason === null ? undefined : fromJsonText(errorDataSchema, row.reason, `tick ${row.id}`),
  others: row.others,
  parameters: fromJsonText(givenParametersSchema, row.parameters, `tick ${row.id}`),
  cause: fromJsonText(runCauseSchema, row.cause, `tick ${row.id}`),
  runId: row.runId ?? undefined,
  tries: row.tries,
  retryAt: row.retryAt ?? undefined,
  lateAlertedAt: row.lateAlertedAt ?? undefined,
  finishedAt: row.finishedAt ?? undefined,
});

const optional = (row: TickRow | null): TickRecord | undefined => (row === null ? undefined : toTick(row));
const openStates = ["waiting", "running", "retrying"];

export function tickRepository({ client, atomic }: Access): TickRepository {
  const newest = async (where: NonNullable<Parameters<typeof client.triggerTick.findFirst>[0]>["where"]) =>
    optional(
      await client.triggerTick.findFirst({
        where,
        orderBy: [{ finishedAt: "desc" }, { plannedAt: "desc" }],
      }),
    );
  return {
    add: async ({ reason, parameters = {}, cause, ...rest }) => {
      const [row] = await client.triggerTick.createManyAndReturn({
        data: [
          {
            ...rest,
            reason: reason === undefined ? null : toJsonText(reason),
            parameters: toJsonText(parameters),
            cause: toJsonText(cause),
            finishedAt: rest.state === "skipped" ? rest.decidedAt : null,
          },
        ],
        skipDuplicates: true,
      });
      return optional(row ?? null);
    },
    byKey: async (triggerId, key) =>
      optional(await client.triggerTick.findUnique({ where: { triggerId_key: { triggerId, key } } })),
    lookAgain: () =>
      atomic(async (tx) => {
        await tx.$queryRaw`select 1 from "run_trigger" where "kind" = 'versions' order by "id" for update`;
        await tx.triggerTick.updateMany({
          where: { state: "skipped", retryAt: { not: null } },
          data: { retryAt: null },
        });
      }),
    deleteBefore: async (before) => {
      await client.alert.deleteMany({ where: { readAt: { lt: before } } });
      await client.alertDelivery.deleteMany({ where: { at: { lt: before }, nextAt: null } });
      return (await client.triggerTick.deleteMany({ where: { finishedAt: { lt: before } } })).count;
    },
    open: async (triggerId) => {
      const rows = await client.triggerTick.findMany({
        where: { triggerId, state: { in: openStates } },
        orderBy: [{ plannedAt: "asc" }, { id: "asc" }],
      });
      return rows.map(toTick);
    },
    lastEnded: (triggerId) => newest({ triggerId, finishedAt: { not: null } }),
    lastRan: (triggerId) => newest({ triggerId, state: { in: ["succeeded", "failed"] } }),
    latest: async (triggerId) =>
      optional(
        await client.triggerTick.findFirst({
          where: { triggerId },
          orderBy: [{ plannedAt: "desc" }, { id: "asc" }],
        }),
      ),
    list: async (module, limit) => {
      const rows = await client.triggerTick.findMany({
        where: { trigger: { module: { name: module } } },
        orderBy: [{ plannedAt: "desc" }, { id: "asc" }],
        take: limit,
        include: { trigger: { select: { name: true } } },
      });
      return rows.map((row) => ({ ...toTick(row), trigger: row.trigger.name }));
    },
    change: async (id, { reason, ...rest }) => {
      await client.triggerTick.update({
        where: { id },
        data: { ...rest, ...(reason === undefined ? {} : { reason: reason && toJsonText(reason) }) },
      });
    },
  };
}
