import { fromPrisma, PgBoss } from "pg-boss";
import type { z } from "zod";
import type { QueueTransaction, Transaction } from "#lib/db/server";
import { type JobName, type JobPayload, jobs } from "./jobs.ts";

/** The same table, typed so that a name's payload goes with the name. */
const definitions: { readonly [N in JobName]: { readonly payload: z.ZodType<JobPayload<N>> } } = jobs;

export interface JobContext {
  /** Aborted when the queue gives the job up: it was taken away, or this process stops. */
  readonly signal: AbortSignal;
}

export interface Queue {
  /** Adds a job with the transaction that writes what it is about: rolled back together. */
  enqueue<N extends JobName>(
    transaction: Pick<Transaction, "queue">,
    name: N,
    payload: JobPayload<N>,
    options?: { readonly startAfterSeconds?: number },
  ): Promise<void>;
  /** Whether a job is waiting or at work, and not one that was given up after its last delivery. */
  hasJob<N extends JobName>(name: N, payload: JobPayload<N>): Promise<boolean>;
  /** Handles jobs of a name, `concurrency` at a time. A handler that throws gets the job again after a second. */
  work<N extends JobName>(
    name: N,
    concurrency: number,
    handle: (payload: JobPayload<N>, context: JobContext) => Promise<void>,
  ): Promise<void>;
  /** Takes no further jobs; those at work go on. */
  pause(): Promise<void>;
  /** Ends the queue's connections; jobs still at work are given to somebody else. */
  close(): Promise<void>;
}

export interface QueueOptions {
  readonly url: string;
  /** A PostgreSQL schema of the queue's own; another one per test. */
  readonly schema?: string;
  /** Only a worker watches over dead workers' jobs. */
  readonly role: "sender" | "worker";
  /** Told about failures in the background; their messages may hold anything. */
  readonly onError?: (error: Error) => void;
}

/** The least that pg-boss takes; a worker killed with -9 is replaced about a second later. */
const heartbeatSeconds = 10;
const heartbeatRefreshSeconds = 3;
const supervisionSeconds = 5;
/** The most that pg-boss takes; a job that lives is kept alive by its heartbeat, not ended by its age. */
const expireInSeconds = 86_399;

const live: ReadonlySet<string> = new Set(["created", "retry", "active"]);

export async function openQueue(options: QueueOptions): Promise<Queue> {
  const worker = options.role === "worker";
  const boss = new PgBoss({
    connectionString: options.url,
    schema: options.schema ?? "queue",
    application_name: `etlx-queue-${options.role}`,
    max: worker ? 4 : 2,
    supervise: worker,
    schedule: false,
    superviseIntervalSeconds: supervisionSeconds,
    monitorIntervalSeconds: supervisionSeconds,
    useListenNotify: worker,
  });
  boss.on("error", (error) => options.onError?.(error));
  await boss.start();
  for (const [name, { deliveries }] of Object.entries(jobs)) {
    const settings = {
      heartbeatSeconds,
      retryLimit: deliveries,
      retryDelay: 1,
      expireInSeconds,
      notify: true,
    };
    await boss.createQueue(name, settings);
    // Creating never changes a queue that is there.
    await boss.updateQueue(name, settings);
  }
  const names = new Set<JobName>();
  return {
    enqueue: async (transaction, name, payload, { startAfterSeconds } = {}) => {
      const data = definitions[name].payload.parse(payload);
      const db = fromPrisma(transaction.queue satisfies QueueTransaction);
      await boss.send(name, data, { db, startAfter: startAfterSeconds });
    },
    hasJob: async (name, payload) => {
      const found = await boss.findJobs(name, { data: definitions[name].payload.parse(payload) });
      return found.some(({ state }) => live.has(state));
    },
    work: async (name, concurrency, handle) => {
      names.add(name);
      const settings = {
        localConcurrency: concurrency,
        // A retry is not announced, so the backstop is what finds it.
        pollingIntervalSeconds: 1,
        notifyPollingIntervalSeconds: 1,
        heartbeatRefreshSeconds,
      };
      await boss.work<unknown>(name, settings, async (batch) => {
        for (const job of batch)
          await handle(definitions[name].payload.parse(job.data), { signal: job.signal });
      });
    },
    pause: async () => {
      for (const name of names) await boss.offWork(name, { wait: false });
    },
    close: () => boss.stop({ graceful: false }),
  };
}
