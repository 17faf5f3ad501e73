import type { Config } from "#lib/config/server";
import { openDatabase } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { openMasterKey } from "#lib/keys/server";
import { bindDrivers } from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import { openQueue } from "#lib/queue/server";
import type { Log } from "#lib/telemetry/server";
import { executeRun } from "./execute-run.ts";
import { sweep } from "./sweep.ts";
import type { WorkerContext } from "./worker-context.ts";
import { workerIdOf } from "./worker-id.ts";

/** Users' scripts and files from outside in a run: their child may take an hour, and what it spills 50 GB. */
const scriptSeconds = 3_600;
const scriptDiskBytes = 50e9;
/** One run at a time: it may use all of the engine's memory and threads. More workers give more. */
const concurrency = 1;
const connections = 6;
/** Milliseconds between sweeps. Lost runs are found by them too, so not hours. */
const sweepEvery = 60_000;
/** Runs that do not let go within this are left to their lease. */
const stopWithin = 20_000;

export interface RunningWorker {
  /** Lets the run at work be continued elsewhere, then closes everything. */
  stop(): Promise<void>;
}

/** Binds the queue to the pipeline. @throws AppError where the database, the data folder or the key is not usable */
export async function startWorker(config: Config, log: Log): Promise<RunningWorker> {
  const db = openDatabase(config.databaseUrl, { connections });
  if (!(await db.ping())) {
    await db.close();
    throw new AppError("database-unreachable", { address: new URL(config.databaseUrl).host });
  }
  const masterKey = await openMasterKey(config.data.masterKey, db.workspace);
  const queue = await openQueue({
    url: config.databaseUrl,
    role: "worker",
    onError: (error) => log.warn({ err: error }, "queue"),
  });
  const stopper = new AbortController();
  const { memory, threads } = config.engine;
  const limits = { memory, threads, seconds: scriptSeconds, diskBytes: scriptDiskBytes };
  const context: WorkerContext = {
    db,
    queue,
    drivers: bindDrivers({ config, db, limits }),
    masterKey,
    workerId: await workerIdOf(config.data),
    config,
    limits: { memory, threads, scriptSeconds },
    log,
    stopping: stopper.signal,
  };
  await sweep(context);
  const atWork = new Set<Promise<void>>();
  const track = (work: Promise<void>): Promise<void> => {
    const settled = work.catch(() => {}).finally(() => atWork.delete(settled));
    atWork.add(settled);
    return work;
  };
  await queue.work("run", concurrency, ({ runId }) => track(executeRun(context, runId, runPipeline)));
  let sweeping = Promise.resolve();
  const timer = setInterval(() => {
    sweeping = sweeping.then(async () => {
      if (!stopper.signal.aborted) await sweep(context);
    });
  }, sweepEvery);
  log.info({ worker: context.workerId }, "worker ready");
  return {
    stop: async () => {
      clearInterval(timer);
      await queue.pause();
      stopper.abort();
      const patience = new Promise((resolve) => setTimeout(resolve, stopWithin).unref());
      await Promise.race([Promise.all([...atWork, sweeping]), patience]);
      await queue.close();
      await db.close();
      log.info("worker stopped");
    },
  };
}
