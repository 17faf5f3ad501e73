import { z } from "zod";
import { type RetentionPolicy, retentionPolicySchema, type StoreMoveState, textSchema } from "#lib/contracts";
import { AppError, newId, type Text } from "#lib/kernel";
import type { Access } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";

export interface RetentionRecord {
  readonly place: string;
  readonly policy: RetentionPolicy;
  readonly changedBy: string | undefined;
  readonly changedAt: Date;
  readonly carriedOutAt: Date | undefined;
}

export interface OrphanRecord {
  readonly store: string;
  readonly runId: string;
  readonly module: string;
  readonly location: string;
  readonly bytes: number;
  readonly firstSeenAt: Date;
  /** What a script put elsewhere has still to be taken back, by the document's own clean-up. */
  readonly cleanUp: boolean;
  /** Why its removal did not succeed the last time. */
  readonly failure: Text | undefined;
  readonly failedAt: Date | undefined;
}

export interface StoreMoveRecord {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Absent: all modules. */
  readonly module: string | undefined;
  readonly state: StoreMoveState;
  readonly total: number;
  readonly done: number;
  readonly skipped: number;
  readonly error: Text | undefined;
  readonly requestedBy: string | undefined;
  readonly createdAt: Date;
  readonly finishedAt: Date | undefined;
}

/** Proof that one delivery may go on with a move; a later one's makes it worthless. */
export interface MoveHold {
  readonly id: string;
  readonly token: string;
}

/** How places are kept in order: what goes when, what was left behind, and what is on its way. */
export interface StoreUpkeepRepository {
  retentions(): Promise<readonly RetentionRecord[]>;
  retention(place: string): Promise<RetentionRecord | undefined>;
  /** No policy: nothing goes. */
  setRetention(place: string, policy: RetentionPolicy | undefined, changedBy: string): Promise<void>;
  carriedOut(place: string): Promise<void>;
  orphans(store: string): Promise<readonly OrphanRecord[]>;
  /** Keeps what was seen now, with the time at which each was seen first, and forgets what is not there any more: but clean-ups that are due. */
  seeOrphans(
    store: string,
    seen: readonly Pick<OrphanRecord, "runId" | "module" | "location" | "bytes">[],
  ): Promise<void>;
  /** Keeps that a run's clean-up has failed: it is due until it has succeeded, whatever is seen in the store. */
  leaveBehind(
    left: Pick<OrphanRecord, "store" | "runId" | "module" | "location"> & { readonly failure: Text },
  ): Promise<void>;
  /** The removal did not succeed; it is tried again. */
  failOrphan(store: string, runId: string, failure: Text): Promise<void>;
  /** False where it is not known (any more). */
  forgetOrphan(store: string, runId: string): Promise<boolean>;
  moves(store: string, limit: number): Promise<readonly StoreMoveRecord[]>;
  move(id: string): Promise<StoreMoveRecord | undefined>;
  /** Moves that wait or are at work, from or to a store if one is named: a stopped one too, until its worker has let go of it. */
  movesAtWork(store?: string): Promise<readonly StoreMoveRecord[]>;
  /** Of two that are asked for at once, one. @throws AppError `move-at-work` where one from or to either store has not ended */
  createMove(move: {
    readonly from: string;
    readonly to: string;
    readonly module?: string;
    readonly requestedBy: string;
  }): Promise<StoreMoveRecord>;
  /** Takes a move, away from an earlier delivery too. Undefined where it has ended: nobody holds it then. */
  holdMove(id: string): Promise<{ readonly move: StoreMoveRecord; readonly hold: MoveHold } | undefined>;
  /** Whether no later delivery has taken it. */
  holdsMove(hold: MoveHold): Promise<boolean>;
  /** Nothing is done for the move any more. */
  letGoOfMove(hold: MoveHold): Promise<void>;
  /** False where it has ended meanwhile, or is another delivery's. */
  progress(
    hold: MoveHold,
    change: { readonly total: number; readonly done: number; readonly skipped: number },
  ): Promise<boolean>;
  /** The first end counts; with a token, only who holds it can end it. */
  endMove(
    move: { readonly id: string; readonly token?: string },
    state: "succeeded" | "failed" | "stopped",
    error?: Text,
  ): Promise<void>;
}

const stateSchema = z.enum(["queued", "running", "succeeded", "failed", "stopped"]);
const atWork = { in: ["queued", "running"] };
const notLetGo = { OR: [{ state: atWork }, { holdToken: { not: null } }] };

interface MoveRow {
  id: string;
  fromStore: string;
  toStore: string;
  module: string | null;
  state: string;
  total: number;
  done: number;
  skipped: number;
  error: string | null;
  requestedBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

const toMove = (row: MoveRow): StoreMoveRecord => ({
  id: row.id,
  from: row.fromStore,
  to: row.toStore,
  module: row.module ?? undefined,
  state: stateSchema.parse(row.state),
  total: row.total,
  done: row.done,
  skipped: row.skipped,
  error: row.error === null ? undefined : fromJsonText(textSchema, row.error, `move ${row.id}`),
  requestedBy: row.requestedBy ?? undefined,
  createdAt: row.createdAt,
  finishedAt: row.finishedAt ?? undefined,
});

interface RetentionRow {
  place: string;
  policy: string;
  changedBy: string | null;
  changedAt: Date;
  carriedOutAt: Date | null;
}

const toRetention = (row: RetentionRow): RetentionRecord => ({
  place: row.place,
  policy: fromJsonText(retentionPolicySchema, row.policy, `retention ${row.place}`),
  changedBy: row.changedBy ?? undefined,
  changedAt: row.changedAt,
  carriedOutAt: row.carriedOutAt ?? undefined,
});

export function storeUpkeepRepository({ client, atomic }: Access): StoreUpkeepRepository {
  const either = (store: string) => ({ OR: [{ fromStore: store }, { toStore: store }] });
  return {
    retentions: async () => (await client.retention.findMany({ orderBy: { place: "asc" } })).map(toRetention),
    retention: async (place) => {
      const row = await client.retention.findUnique({ where: { place } });
      return row === null ? undefined : toRetention(row);
    },
    setRetention: async (place, policy, changedBy) => {
      if (policy === undefined) {
        await client.retention.deleteMany({ where: { place } });
        return;
      }
      const data = { policy: toJsonText(policy), changedBy, changedAt: new Date(), carriedOutAt: null };
      await client.retention.upsert({ where: { place }, create: { place, ...data }, update: data });
    },
    carriedOut: async (place) => {
      await client.retention.updateMany({ where: { place }, data: { carriedOutAt: new Date() } });
    },
    orphans: async (store) => {
      const rows = await client.storeOrphan.findMany({ where: { store }, orderBy: { firstSeenAt: "asc" } });
      return rows.map(({ failure, failedAt, bytes, ...row }) => ({
        ...row,
        bytes: Number(bytes),
        failure:
          failure === null
            ? undefined
            : fromJsonText(textSchema, failure, `orphan ${row.store} ${row.runId}`),
        failedAt: failedAt ?? undefined,
      }));
    },
    seeOrphans: async (store, seen) => {
      await client.storeOrphan.deleteMany({
        where: { store, cleanUp: false, runId: { notIn: seen.map(({ runId }) => runId) } },
      });
      for (const { runId, module, location, bytes } of seen) {
        const found = { module, location, bytes: BigInt(bytes) };
        await client.storeOrphan.upsert({
          where: { store_runId: { store, runId } },
          create: { store, runId, ...found },
          update: found,
        });
      }
    },
    leaveBehind: async ({ store, runId, module, location, failure }) => {
      const failed = { cleanUp: true, failure: toJsonText(failure), failedAt: new Date() };
      await client.storeOrphan.upsert({
        where: { store_runId: { store, runId } },
        create: { store, runId, module, location, bytes: 0n, ...failed },
        update: failed,
      });
    },
    failOrphan: async (store, runId, failure) => {
      await client.storeOrphan.updateMany({
        where: { store, runId },
        data: { failure: toJsonText(failure), failedAt: new Date() },
      });
    },
    forgetOrphan: async (store, runId) =>
      (await client.storeOrphan.deleteMany({ where: { store, runId } })).count > 0,
    moves: async (store, limit) => {
      const rows = await client.storeMove.findMany({
        where: either(store),
        orderBy: { createdAt: "desc" },
        take: limit,
      });
      return rows.map(toMove);
    },
    move: async (id) => {
      const row = await client.storeMove.findUnique({ where: { id } });
      return row === null ? undefined : toMove(row);
    },
    movesAtWork: async (store) => {
      const rows = await client.storeMove.findMany({
        where: { AND: [store === undefined ? {} : either(store), notLetGo] },
      });
      return rows.map(toMove);
    },
    createMove: ({ from, to, module, requestedBy }) =>
      atomic(async (tx) => {
        // Both are held, always in one order: whoever comes second sees what the first one wrote.
        await tx.$queryRaw`select 1 from "store" where "name" = any(${[from, to]}) order by "name" for update`;
        for (const store of [from, to])
          if ((await tx.storeMove.count({ where: { AND: [either(store), notLetGo] } })) > 0)
            throw new AppError("move-at-work", { store });
        const data = { fromStore: from, toStore: to, module, requestedBy, state: "queued" };
        return toMove(await tx.storeMove.create({ data }));
      }),
    holdMove: async (id) => {
      const token = newId();
      const { count } = await client.storeMove.updateMany({
        where: { id, state: atWork },
        data: { holdToken: token },
      });
      if (count === 0) {
        // Its worker died after the end: what it held is free.
        await client.storeMove.updateMany({ where: { id }, data: { holdToken: null } });
        return undefined;
      }
      const row = await client.storeMove.findUniqueOrThrow({ where: { id } });
      return { move: toMove(row), hold: { id, token } };
    },
    holdsMove: async ({ id, token }) =>
      (await client.storeMove.count({ where: { id, holdToken: token } })) > 0,
    letGoOfMove: async ({ id, token }) => {
      await client.storeMove.updateMany({ where: { id, holdToken: token }, data: { holdToken: null } });
    },
    progress: async ({ id, token }, change) => {
      const { count } = await client.storeMove.updateMany({
        where: { id, holdToken: token, state: atWork },
        data: { ...change, state: "running" },
      });
      return count > 0;
    },
    endMove: async ({ id, token }, state, error) => {
      await client.storeMove.updateMany({
        where: { id, state: atWork, ...(token === undefined ? {} : { holdToken: token }) },
        data: { state, finishedAt: new Date(), error: error === undefined ? null : toJsonText(error) },
      });
    },
  };
}
