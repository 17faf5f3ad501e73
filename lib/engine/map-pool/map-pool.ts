import { existsSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { MapJob, MapReply, MapRequest } from "./map-job.ts";

type Values = readonly (string | null)[];

/** Where the thread's file lies when a bundler has moved this one: the process runs in the project's root then. */
const threadFile = (): string => {
  const here = import.meta.dirname;
  const beside = here ? path.join(here, "map-thread.ts") : "";
  return existsSync(beside)
    ? beside
    : path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "engine", "map-pool", "map-thread.ts");
};

/** What one thread has compiled the next one reads: it is there in half the time. Apart from that of children with users' SQL. */
const compiledFolder = (): string =>
  path.join(path.dirname(threadFile()), "..", "..", "..", "node_modules", ".cache", "etl-express-threads");

/** Old generation of one thread: a chunk of values and their results, with room for texts of megabytes. */
const threadMegabytes = 256;

/** One thread. Replies come in the order of requests. */
class MapThread {
  readonly #worker: Worker;
  readonly #waiting: { resolve: (values: Values) => void; reject: (error: Error) => void }[] = [];
  #failed: Error | undefined;

  constructor() {
    this.#worker = new Worker(threadFile(), {
      env: { NODE_COMPILE_CACHE: compiledFolder() },
      execArgv: ["--disable-warning=ExperimentalWarning"],
      resourceLimits: { maxOldGenerationSizeMb: threadMegabytes },
      name: "etlx-map",
    });
    this.#worker.unref();
    this.#worker.on("message", (reply: MapReply) => {
      const next = this.#waiting.shift();
      if ("values" in reply) next?.resolve(reply.values);
      else next?.reject(new Error(`${reply.failure}: in a map form`));
    });
    const fail = (cause: unknown) => {
      this.#failed = new Error("Thread Error: a map thread ended", { cause });
      for (const { reject } of this.#waiting.splice(0)) reject(this.#failed);
    };
    this.#worker.on("error", fail);
    this.#worker.on("exit", fail);
  }

  get pending(): number {
    return this.#waiting.length;
  }

  send(request: MapRequest): void {
    this.#worker.postMessage(request);
  }

  map(values: readonly string[]): Promise<Values> {
    return new Promise((resolve, reject) => {
      if (this.#failed) return reject(this.#failed);
      this.#waiting.push({ resolve, reject });
      this.send({ kind: "map", values });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Chunks that a thread may have before it, so that it never waits and memory stays bounded. */
const ahead = 2;

/**
 * Threads that apply rules' map forms, beside the engine and outside of any process with users' SQL. Started when first
 * needed; one job at a time.
 */
export class MapPool {
  readonly #threads: MapThread[] = [];
  readonly #size: number;

  constructor(size: number) {
    this.#size = Math.max(1, size);
  }

  /** Maps chunks as they come, a bounded number at a time; `write` gets each with its own ids, in any order. */
  async run<Id>(
    job: MapJob,
    key: Uint8Array,
    chunks: AsyncIterable<{ readonly ids: readonly Id[]; readonly values: readonly string[] }>,
    write: (ids: readonly Id[], values: Values) => void,
  ): Promise<void> {
    const opened = new Set<MapThread>();
    const running = new Set<Promise<void>>();
    let failure: unknown;
    try {
      for await (const { ids, values } of chunks) {
        const thread = this.#free();
        if (!opened.has(thread)) {
          opened.add(thread);
          thread.send({ kind: "open", job, key: Uint8Array.from(key) });
        }
        const work: Promise<void> = thread
          .map(values)
          .then((results) => write(ids, results))
          .catch((error: unknown) => {
            failure ??= error;
          })
          .finally(() => running.delete(work));
        running.add(work);
        if (running.size >= this.#size * ahead) await Promise.race(running);
        if (failure !== undefined) break;
      }
      await Promise.all(running);
    } finally {
      for (const thread of opened) thread.send({ kind: "end" });
    }
    if (failure !== undefined) throw failure;
  }

  /** The least busy thread, or a new one while there may be more. */
  #free(): MapThread {
    const idle = this.#threads.find((thread) => thread.pending === 0);
    if (idle) return idle;
    if (this.#threads.length < this.#size) {
      const thread = new MapThread();
      this.#threads.push(thread);
      return thread;
    }
    return this.#threads.reduce((least, thread) => (thread.pending < least.pending ? thread : least));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.end()));
  }
}
