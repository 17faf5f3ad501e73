import { AppError } from "#lib/kernel";
import { type PostgresClient, within } from "#lib/network/server";
import type { SessionOptions } from "../definition.ts";
import { keepingAlive, type Patience } from "../patience.ts";
import { sourceError } from "./source-error.ts";

export interface Worker {
  readonly client: PostgresClient;
  isBusy: boolean;
  /** The connection is left in a state that nothing more may be read from. */
  isSpoilt: boolean;
  /** The connection has ended. */
  isGone: boolean;
}

/** How a session gets its connections. */
export interface SessionConnections {
  readonly source: string;
  readonly patience: Patience;
  /** The first one; throws where the server has no room for a run. */
  connectFirst(applicationName: string): Promise<PostgresClient>;
  connect(applicationName: string): Promise<PostgresClient>;
}

const beginning = "begin transaction isolation level repeatable read, read only";

/** Connections that all look at the same moment, as many as the source allows. */
export interface SnapshotConnections {
  readonly snapshotAt: Date;
  /** What a session says that was stopped. */
  cancelled(): AppError;
  /** A question that does no work: a server that does not answer it is given up. */
  answered<T>(worker: Worker, work: () => Promise<T>): Promise<T>;
  /** A connection to read a table through, as soon as there is one. */
  acquire(table: string): Promise<Worker>;
  /** A connection that nobody uses, or a new one within the limit; undefined where there is neither. */
  acquireFree(): Promise<Worker | undefined>;
  release(worker: Worker): void;
  /** Ends a connection and what its server does for it. */
  stop(worker: Worker): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the first connection, whose snapshot every other one joins in a read-only transaction. Aborting cancels at the server and
 * then ends all of them.
 */
export async function openSnapshot(
  maxConnections: number,
  connections: SessionConnections,
  options: SessionOptions,
): Promise<SnapshotConnections> {
  const { source, patience } = connections;
  const workers: Worker[] = [];
  const waiting: (() => void)[] = [];
  let opening = 0;
  let snapshot = "";
  let isClosed = false;

  const cancelled = () =>
    options.signal.reason instanceof AppError ? options.signal.reason : new AppError("run-cancelled");

  const answered = <T>(worker: Worker, work: () => Promise<T>): Promise<T> =>
    within(patience.answer, () => void stop(worker), work);

  let isTold = false;
  const ended = new Set<Promise<void>>();
  const stop = ({ client, isGone }: Worker): Promise<void> => {
    const stopping = (isGone ? Promise.resolve() : client.cancel())
      .catch(() => {
        if (!isTold) options.onUncancelled?.();
        isTold = true;
      })
      .then(() => client.cut());
    ended.add(stopping);
    return stopping;
  };
  /** One that nothing more is read from makes room for another, but for the first: it holds the snapshot that others join. */
  const drop = (worker: Worker) => {
    const at = workers.indexOf(worker);
    if (at <= 0) return;
    workers.splice(at, 1);
    void stop(worker);
  };
  const lose = (worker: Worker) => {
    worker.isGone = true;
    worker.isSpoilt = true;
    if (!worker.isBusy) drop(worker);
    for (const resume of waiting.splice(0)) resume();
  };
  /** Another connection can only join a snapshot that is still held. */
  const hasRoom = () => workers[0]?.isGone !== true && workers.length + opening < maxConnections;

  const openWorker = async (
    connect: SessionConnections["connect"] = connections.connect,
  ): Promise<Worker> => {
    opening++;
    try {
      const client = await connect(options.runName);
      const worker: Worker = { client, isBusy: true, isSpoilt: false, isGone: false };
      const onEnd = () => lose(worker);
      client.on("error", onEnd).once("end", onEnd);
      try {
        await answered(worker, async () => {
          await client.query(beginning);
          if (snapshot !== "")
            await client.query(`set transaction snapshot '${snapshot.replaceAll("'", "''")}'`);
        });
        workers.push(worker);
        return worker;
      } catch (error) {
        await client.end().catch(() => undefined);
        throw error;
      }
    } finally {
      opening--;
    }
  };

  const acquire = async (table: string): Promise<Worker> => {
    for (;;) {
      if (options.signal.aborted) throw cancelled();
      if (isClosed) throw new AppError("source-interrupted", { source, table: "–" });
      const idle = workers.find((w) => !w.isBusy && !w.isSpoilt);
      if (idle) {
        idle.isBusy = true;
        return idle;
      }
      if (hasRoom())
        return openWorker().catch((error: unknown) => {
          throw options.signal.aborted ? cancelled() : sourceError(error, { source, table });
        });
      if (opening === 0 && workers.every((w) => w.isGone))
        throw new AppError("source-interrupted", { source, table }, { place: { table } });
      if (opening === 0 && workers.every((w) => w.isSpoilt))
        throw new AppError("source-connections-spent", { source, table }, { place: { table } });
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  const acquireFree = async (): Promise<Worker | undefined> => {
    const idle = workers.find((w) => !w.isBusy && !w.isSpoilt);
    if (idle) {
      idle.isBusy = true;
      return idle;
    }
    if (isClosed || !hasRoom()) return undefined;
    // A server that has no further connection to give is read through those that are there.
    return openWorker().catch(() => undefined);
  };
  const release = (worker: Worker) => {
    worker.isBusy = false;
    if (worker.isSpoilt) drop(worker);
    waiting.shift()?.();
  };
  const endAll = async () => {
    isClosed = true;
    for (const resume of waiting.splice(0)) resume();
    alive.stop();
    for (const worker of workers.splice(0))
      ended.add(worker.isBusy || worker.isSpoilt ? stop(worker) : worker.client.end());
    await Promise.allSettled(ended);
  };

  const alive = keepingAlive(patience.idle, () => {
    for (const worker of workers.filter((w) => !w.isBusy && !w.isSpoilt)) {
      worker.isBusy = true;
      void answered(worker, () => worker.client.query("select 1"))
        .catch(() => {
          worker.isSpoilt = true;
        })
        .finally(() => release(worker));
    }
  });

  const first = await openWorker(connections.connectFirst).catch((error: unknown) => {
    alive.stop();
    throw sourceError(error, { source });
  });
  let snapshotAt: Date;
  try {
    // The snapshot is taken by the first statement after `begin`; it is known to the others while this transaction lives.
    const { rows } = await answered(first, () =>
      first.client.query<{ snapshot: string; now: Date }>(
        "select pg_export_snapshot() as snapshot, transaction_timestamp() as now",
      ),
    );
    snapshot = rows[0]?.snapshot ?? "";
    snapshotAt = rows[0]?.now ?? new Date();
  } catch (error) {
    await endAll();
    throw sourceError(error, { source });
  }
  release(first);
  if (options.signal.aborted) {
    await endAll();
    throw cancelled();
  }
  let cancelling: Promise<void> | undefined;
  const abort = () => {
    cancelling = endAll();
  };
  options.signal.addEventListener("abort", abort, { once: true });

  return {
    snapshotAt,
    cancelled,
    answered,
    acquire,
    acquireFree,
    release,
    stop,
    async close() {
      options.signal.removeEventListener("abort", abort);
      // A process that ends before it has asked for the end of its query would leave it to the server.
      await cancelling;
      await endAll();
    },
  };
}
