import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/**
 * Connections to one database that work side by side. Small statements over many columns spend their time in being planned,
 * which the engine does on one thread for each connection.
 */
export class Lanes {
  readonly #instance: DuckDBInstance;
  readonly #prepare: (connection: DuckDBConnection) => Promise<void>;
  readonly #all: DuckDBConnection[];
  readonly #free: DuckDBConnection[];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];
  /** Connections that may still be opened. */
  #unopened: number;

  /** `first` belongs to the caller, who closes it; `prepare` sets up every other one as `first` was. */
  constructor(
    instance: DuckDBInstance,
    first: DuckDBConnection,
    most: number,
    prepare: (connection: DuckDBConnection) => Promise<void>,
  ) {
    this.#instance = instance;
    this.#prepare = prepare;
    this.#all = [first];
    this.#free = [first];
    this.#unopened = Math.max(1, most) - 1;
  }

  /** Does all jobs, as many at once as there are connections. After a failure none is begun; it is thrown when all have ended. */
  async run<T>(jobs: readonly ((connection: DuckDBConnection) => Promise<T>)[]): Promise<T[]> {
    let hasFailed = false;
    const ended = await Promise.allSettled(
      jobs.map(async (job) => {
        const connection = await this.#take();
        try {
          return hasFailed ? undefined : { done: await job(connection) };
        } catch (error) {
          hasFailed = true;
          throw error;
        } finally {
          this.#give(connection);
        }
      }),
    );
    return ended.flatMap((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value ? [one.value.done] : [];
    });
  }

  async #take(): Promise<DuckDBConnection> {
    const free = this.#free.pop();
    if (free) return free;
    if (this.#unopened === 0) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#unopened--;
    const connection = await this.#instance.connect();
    this.#all.push(connection);
    await this.#prepare(connection);
    return connection;
  }

  #give(connection: DuckDBConnection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#free.push(connection);
  }

  interrupt(): void {
    for (const connection of this.#all) connection.interrupt();
  }

  close(): void {
    for (const connection of this.#all.slice(1)) connection.closeSync();
  }
}
