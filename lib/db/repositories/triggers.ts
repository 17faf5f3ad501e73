import { type TriggerSettings, triggerSettingsSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { Access } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";

/** What starts runs of a module by itself. */
export interface TriggerRecord {
  readonly id: string;
  readonly moduleId: string;
  readonly module: string;
  readonly name: string;
  readonly settings: TriggerSettings;
  /** The next planned instant of a schedule that is not paused. */
  readonly nextAt: Date | undefined;
  /** Planned instants up to this one have been decided. */
  readonly decidedUntil: Date | undefined;
  readonly pausedAt: Date | undefined;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedBy: string;
  readonly updatedAt: Date;
  readonly deletedAt: Date | undefined;
}

/** A module whose new versions start the trigger's runs. */
export interface UpstreamRecord {
  readonly moduleId: string;
  readonly module: string;
  /** The newest version that was answered. */
  readonly seen: number;
  /** The newest version that is not withdrawn; 0: none. */
  readonly newest: number;
}

/** When a schedule has to be looked at next, and what it has decided. */
export interface PlannedInstants {
  readonly nextAt: Date | undefined;
  readonly decidedUntil: Date | undefined;
}

export interface TriggerRepository {
  /** Of a module, or all: in the order they were made, without those that were removed. */
  list(module?: string): Promise<readonly TriggerRecord[]>;
  get(id: string): Promise<TriggerRecord | undefined>;
  create(
    trigger: PlannedInstants & {
      readonly id: string;
      readonly moduleId: string;
      readonly name: string;
      readonly settings: TriggerSettings;
      readonly tokenHash?: string;
      readonly alertSecret?: Uint8Array | null;
      readonly createdBy: string;
    },
  ): Promise<TriggerRecord>;
  /** What is not said stays. @throws AppError `not-found` */
  change(
    id: string,
    change: {
      readonly name?: string;
      readonly settings?: TriggerSettings;
      readonly planned?: PlannedInstants;
      readonly tokenHash?: string;
      readonly alertSecret?: Uint8Array | null;
      readonly pausedAt?: Date | null;
      readonly deletedAt?: Date;
      readonly updatedBy?: string;
    },
  ): Promise<void>;
  /** Sets which modules' versions start it; of those it follows already, what was answered stays. */
  follow(
    id: string,
    upstreams: readonly { readonly moduleId: string; readonly seen: number }[],
  ): Promise<void>;
  /** Their newest versions are those of the environment that the trigger runs in. */
  upstreams(id: string): Promise<readonly UpstreamRecord[]>;
  markSeen(id: string, moduleId: string, seen: number): Promise<void>;
  /** Lets nobody else change who starts whom until the transaction ends. */
  holdEdges(): Promise<void>;
  /** Who starts whom, by names of modules; archived ones too, since they may come back. */
  edges(): Promise<readonly { readonly triggerId: string; readonly from: string; readonly to: string }[]>;
  tokenHash(id: string): Promise<string | undefined>;
  alertSecret(id: string): Promise<Uint8Array | undefined>;
  /**
   * Triggers that have something to decide: a planned instant has come, a tick is open, or a version appeared that no skipped
   * tick, which the key names as `module@number`, holds back.
   */
  due(now: Date): Promise<readonly string[]>;
  /** The one that started a run which is not over. */
  ofRun(runId: string): Promise<TriggerRecord | undefined>;
  /** Holds a trigger until the transaction ends; undefined where it is gone, or another process holds it. */
  hold(id: string, wait: boolean): Promise<TriggerRecord | undefined>;
}

interface TriggerRow {
  id: string;
  moduleId: string;
  name: string;
  settings: string;
  nextAt: Date | null;
  decidedUntil: Date | null;
  pausedAt: Date | null;
  createdBy: string;
  createdAt: Date;
  updatedBy: string;
  updatedAt: Date;
  deletedAt: Date | null;
  module: { name: string };
}

const toTrigger = (row: TriggerRow): TriggerRecord => ({
  id: row.id,
  moduleId: row.moduleId,
  module: row.module.name,
  name: row.name,
  settings: fromJsonText(triggerSettingsSchema, row.settings, `trigger ${row.id}`),
  nextAt: row.nextAt ?? undefined,
  decidedUntil: row.decidedUntil ?? undefined,
  pausedAt: row.pausedAt ?? undefined,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
  updatedBy: row.updatedBy,
  updatedAt: row.updatedAt,
  deletedAt: row.deletedAt ?? undefined,
});

/** Any number that no other lock of the records has. */
const edgesLock = 7_130_442;

const include = { module: { select: { name: true } } } as const;
const omit = { alertSecret: true, tokenHash: true } as const;

export function triggerRepository({ client }: Access): TriggerRepository {
  const find = async (id: string): Promise<TriggerRecord | undefined> => {
    const row = await client.runTrigger.findUnique({ where: { id }, include, omit });
    return row === null ? undefined : toTrigger(row);
  };
  return {
    list: async (module) => {
      const rows = await client.runTrigger.findMany({
        where: { deletedAt: null, module: { name: module, archivedAt: null } },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        include,
        omit,
      });
      return rows.map(toTrigger);
    },
    get: find,
    create: async ({ settings, alertSecret, createdBy, ...rest }) =>
      toTrigger(
        await client.runTrigger.create({
          data: {
            ...rest,
            kind: settings.kind,
            environment: settings.environment,
            settings: toJsonText(settings),
            alertSecret: alertSecret && Uint8Array.from(alertSecret),
            createdBy,
            updatedBy: createdBy,
          },
          include,
          omit,
        }),
      ),
    change: async (id, { settings, planned, alertSecret, ...rest }) => {
      const { count } = await client.runTrigger.updateMany({
        where: { id, deletedAt: null },
        data: {
          ...rest,
          ...(settings === undefined
            ? {}
            : { settings: toJsonText(settings), environment: settings.environment ?? null }),
          ...(planned === undefined
            ? {}
            : { nextAt: planned.nextAt ?? null, decidedUntil: planned.decidedUntil ?? null }),
          alertSecret: alertSecret && Uint8Array.from(alertSecret),
        },
      });
      if (count === 0) throw new AppError("not-found", { what: "trigger", name: id });
    },
    follow: async (triggerId, upstreams) => {
      const kept = upstreams.map(({ moduleId }) => moduleId);
      await client.triggerUpstream.deleteMany({ where: { triggerId, moduleId: { notIn: kept } } });
      await client.triggerUpstream.createMany({
        data: upstreams.map((one) => ({ triggerId, ...one })),
        skipDuplicates: true,
      });
    },
    upstreams: async (triggerId) => {
      const trigger = await client.runTrigger.findUnique({
        where: { id: triggerId },
        select: { environment: true },
      });
      const environment = trigger?.environment ?? null;
      const rows = await client.triggerUpstream.findMany({
        where: { triggerId },
        include: {
          module: {
            select: {
              name: true,
              versions: {
                where: { withdrawnAt: null, environment },
                orderBy: { number: "desc" },
                take: 1,
                select: { number: true },
              },
            },
          },
        },
        orderBy: { module: { name: "asc" } },
      });
      return rows.map(({ moduleId, seen, module }) => ({
        moduleId,
        seen,
        module: module.name,
        newest: module.versions[0]?.number ?? 0,
      }));
    },
    markSeen: async (triggerId, moduleId, seen) => {
      await client.triggerUpstream.update({
        where: { triggerId_moduleId: { triggerId, moduleId } },
        data: { seen },
      });
    },
    holdEdges: async () => {
      await client.$executeRaw`select pg_advisory_xact_lock(${edgesLock})`;
    },
    edges: async () => {
      const rows = await client.triggerUpstream.findMany({
        where: { trigger: { deletedAt: null } },
        select: {
          triggerId: true,
          module: { select: { name: true } },
          trigger: { select: { module: { select: { name: true } } } },
        },
      });
      return rows.map(({ triggerId, module, trigger }) => ({
        triggerId,
        from: module.name,
        to: trigger.module.name,
      }));
    },
    tokenHash: async (id) => {
      const row = await client.runTrigger.findUnique({
        where: { id, deletedAt: null },
        select: { tokenHash: true },
      });
      return row?.tokenHash ?? undefined;
    },
    alertSecret: async (id) => {
      const row = await client.runTrigger.findUnique({ where: { id }, select: { alertSecret: true } });
      return row?.alertSecret ?? undefined;
    },
    due: async (now) => {
      const rows = await client.$queryRaw<{ id: string }[]>`
        select t."id" from "run_trigger" t join "module" m on m."id" = t."moduleId"
        where exists (
          select 1 from "trigger_tick" k
          where k."triggerId" = t."id" and k."state" in ('waiting', 'running', 'retrying')
        ) or (t."deletedAt" is null and t."pausedAt" is null and m."archivedAt" is null and (
          t."nextAt" <= ${now} or (t."kind" = 'versions' and exists (
            select 1 from "trigger_upstream" u
            join "module" um on um."id" = u."moduleId"
            cross join lateral (
              select max(v."number") as "number" from "version" v
              where v."moduleId" = u."moduleId" and v."withdrawnAt" is null
                and v."environment" is not distinct from t."environment"
            ) v
            where u."triggerId" = t."id" and v."number" > u."seen" and not exists (
              select 1 from "trigger_tick" k
              where k."triggerId" = t."id" and k."state" = 'skipped' and k."retryAt" > ${now}
                and strpos(',' || k."key" || ',', ',' || um."name" || '@' || v."number" || ',') > 0
            )
          ))
        ))
        order by t."nextAt" nulls last, t."id"`;
      return rows.map(({ id }) => id);
    },
    ofRun: async (runId) => {
      const tick = await client.triggerTick.findFirst({
        where: { runId, state: "running" },
        select: { triggerId: true },
      });
      return tick === null ? undefined : find(tick.triggerId);
    },
    hold: async (id, wait) => {
      const rows = wait
        ? await client.$queryRaw<unknown[]>`select 1 from "run_trigger" where "id" = ${id} for update`
        : await client.$queryRaw<
            unknown[]
          >`select 1 from "run_trigger" where "id" = ${id} for update skip locked`;
      return rows.length === 0 ? undefined : find(id);
    },
  };
}
