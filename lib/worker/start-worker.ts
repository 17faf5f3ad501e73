import type { Config } from "#lib/config/server";
import { openDatabase } from "#lib/db/server";
import { AppError, systemClock } from "#lib/kernel";
import { openMasterKey } from "#lib/keys/server";
import { alertNetworkOf, bindDrivers } from "#lib/operations/server";
import { runPipeline, scriptPool } from "#lib/pipeline/server";
import { openQueue } from "#lib/queue/server";
import type { Log } from "#lib/telemetry/server";
import { advance, sendAlerts } from "./advance.ts";
import { executeMove } from "./execute-move.ts";
import { executeRun } from "./execute-run.ts";
import { keepStores, tellStores } from "./keep-stores.ts";
import { repeat } from "./repeat.ts";
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
/** Milliseconds between looks at stores: what is due there is due once an hour, a changed policy at once. */
const keepEvery = 60_000;
/** Milliseconds between looks at withdrawals: until stores know of one, who reads `latest` gets what should not be read. */
const tellEvery = 10_000;
/** Milliseconds between looks at triggers: a run starts so late at most, which is little beside a schedule's minutes. */
const advanceEvery = 5_000;
/** Milliseconds between looks at alerts that wait. */
const sendEvery = 5_000;
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
  const python = scriptPool({
    environment: config.data.python,
    scratch: config.data.stagingRoot,
    policy: () => db.workspace.pythonPolicy(),
  });
  const context: WorkerContext = {
    db,
    queue,
    drivers: bindDrivers({ config, db, limits }),
    masterKey,
    workerId: await workerIdOf(config.data),
    config,
    limits: { memory, threads, scriptSeconds },
    python,
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
  await queue.work("move", concurrency, ({ moveId }, { signal }) =>
    track(executeMove(context, moveId, signal)),
  );
  const looking = { ...context, clock: systemClock, network: alertNetworkOf(config) };
  const repeated = [
    repeat(sweepEvery, async () => void (await sweep(context))),
    repeat(keepEvery, async () => void (await keepStores(context))),
    repeat(tellEvery, async () => void (await tellStores(context))),
    repeat(advanceEvery, () => advance(looking)),
    repeat(sendEvery, () => sendAlerts(looking)),
  ];
  log.info({ worker: context.workerId }, "worker ready");
  return {
    stop: async () => {
      const settled = repeated.map((one) => one.stop());
      await queue.pause();
      stopper.abort();
      const patience = new Promise((resolve) => setTimeout(resolve, stopWithin).unref());
      await Promise.race([Promise.all([...atWork, ...settled]), patience]);
      await python.close();
      await queue.close();
      await db.close();
      log.info("worker stopped");
    },
  };
}
