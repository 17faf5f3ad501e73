import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/**
 * Connections to one database that work side by side. Small statements over many columns spend their time in being planned,
 * which the engine does on one thread for each connection.
 */
export class Lanes {
  readonly #instance: DuckDBInstance;
  readonly #prepare: (connection: DuckDBConnection) => Promise<void>;
  readonly #most: number;
  readonly #connections: DuckDBConnection[];

  /** `first` belongs to the caller, who closes it; `prepare` sets up every other one as `first` was. */
  constructor(
    instance: DuckDBInstance,
    first: DuckDBConnection,
    most: number,
    prepare: (connection: DuckDBConnection) => Promise<void>,
  ) {
    this.#instance = instance;
    this.#prepare = prepare;
    this.#most = Math.max(1, most);
    this.#connections = [first];
  }

  /** Each connection takes the next job when it is done with one. After a failure none is begun; it is thrown when all have ended. */
  async run(jobs: readonly ((connection: DuckDBConnection) => Promise<void>)[]): Promise<void> {
    const left = [...jobs];
    const failures: unknown[] = [];
    await this.#open(Math.min(jobs.length, this.#most));
    await Promise.all(
      this.#connections.map(async (connection) => {
        for (let job = left.shift(); job && failures.length === 0; job = left.shift()) {
          try {
            await job(connection);
          } catch (error) {
            failures.push(error);
          }
        }
      }),
    );
    if (failures.length > 0) throw failures[0];
  }

  async #open(wanted: number): Promise<void> {
    while (this.#connections.length < wanted) {
      const connection = await this.#instance.connect();
      this.#connections.push(connection);
      await this.#prepare(connection);
    }
  }

  interrupt(): void {
    for (const connection of this.#connections) connection.interrupt();
  }

  close(): void {
    for (const connection of this.#connections.slice(1)) connection.closeSync();
  }
}
