import { chmod, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbQuoting, name, render, type Sql, sql, unsafeText } from "#lib/sql";
import type { MapJob } from "../map-pool/map-job.ts";
import { MapPool } from "../map-pool/map-pool.ts";
import { throughFifo } from "./csv-fifo.ts";
import { type EnginePlace, engineError } from "./engine-error.ts";
import { type KeyMaterial, keyOf, secretBytes } from "./key-material.ts";
import { Lanes } from "./lanes.ts";
import { eachNumber, readNumbers } from "./read-numbers.ts";
import type { TableName } from "./table-name.ts";

export interface EngineOptions {
  /** The database file; its folder also takes what spills. */
  readonly file: string;
  /** For few rows: keeps the tables in memory, makes no file, and plans quickly. Its folder takes only what spills. */
  readonly inMemory?: boolean;
  /** Keeps rows in the order in which they came, which costs memory. */
  readonly ordered?: boolean;
  /** `512MB` */
  readonly memory: string;
  readonly threads: number;
  readonly material: KeyMaterial;
  readonly signal: AbortSignal;
}

/** A value as JSON gives it: big integers, decimals and dates as text. */
export type EngineValue = string | number | boolean | null;
export type EngineRow = Readonly<Record<string, EngineValue>>;

/** What takes statements one after the other: the engine, or one of the lanes in which it works side by side. */
export interface Lane {
  execute(statement: Sql): Promise<void>;
  /** Small results only: they are materialised in JavaScript. */
  rows(statement: Sql): Promise<readonly EngineRow[]>;
  /** A page of rows, one array per column: what is shown to somebody. */
  columns(statement: Sql): Promise<readonly (readonly EngineValue[])[]>;
}

/** The embedded columnar engine that holds a run's data. One at a time uses it; statements run on all its threads. */
export interface Engine extends Lane {
  /** Says what the next statements are for, so that a failure names its place. */
  at(place: EnginePlace): void;
  /**
   * Does jobs that need nothing of each other side by side, as many at once as the engine has threads: for many small
   * statements, whose planning takes one thread each. Answers what they answer, in their order; the first failure is thrown
   * when all that were begun have ended. May be called again before that: nothing else of the engine may.
   */
  together<T>(jobs: readonly ((lane: Lane) => Promise<T>)[]): Promise<T[]>;
  /** Present doubles of a query, one array per column: how aggregates of millions of rows leave the engine. */
  numbers(statement: Sql): Promise<readonly Float64Array[]>;
  /** Makes a new table of doubles, given as one array per column of equal length: the way back for what was made of such aggregates. */
  writeNumbers(target: TableName, columns: readonly string[], values: readonly Float64Array[]): Promise<void>;
  /** Present doubles of a query, one after the other, for whom one array per column would be too much. */
  eachNumber(statement: Sql, take: (column: number, row: number, value: number) => void): Promise<void>;
  /** The first value of the first row, as a number. */
  count(statement: Sql): Promise<number>;
  /** Streams CSV (RFC 4180, no header, empty unquoted field = null) into a new table of these columns, given as name and engine type. */
  load(table: Sql, columns: readonly { name: string; type: string }[], stream: Readable): Promise<void>;
  /**
   * Applies a rule's map form to the texts of a query (columns `id`, a bigint, and a present text) on threads of its own,
   * under the domain's key for that rule; the target becomes a new table of `id` and `published`.
   */
  mapValues(job: MapJob & { readonly domain: string }, query: Sql, target: TableName): Promise<void>;
  /** Makes the tables of another database file readable under an alias, while `use` runs. */
  withDatabase<T>(file: string, alias: string, use: () => Promise<T>): Promise<T>;
  checkpoint(): Promise<void>;
  /** Gives back the memory of what it keeps of its file, for work outside it; what comes next reads the file again. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** What an engine keeps that rests. */
const restingMemory = "32MB";

const csvColumns = (columns: readonly { name: string; type: string }[]): string =>
  columns.map((c) => `${duckdbQuoting.literal(c.name)}: ${duckdbQuoting.literal(c.type)}`).join(", ");

/** Opens (or makes) a database file; the engine has no network, no extensions and its own spill folder. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  // Loaded on demand, so that a process which only imports the door stays free of the native library.
  const { DuckDBInstance, blobValue } = await import("@duckdb/node-api");
  const folder = path.dirname(options.file);
  const spill = path.join(folder, "spill");
  await mkdir(spill, { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(options.inMemory ? ":memory:" : options.file, {
    memory_limit: options.memory,
    threads: String(options.threads),
    // Freed memory goes back to the system in time: a sort of ten million rows peaks 110 MiB lower (measured).
    allocator_background_threads: "true",
    temp_directory: spill,
    preserve_insertion_order: String(options.ordered ?? false),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  });
  if (!options.inMemory) await chmod(options.file, 0o600).catch(() => undefined);
  const connection: DuckDBConnection = await instance.connect();
  const inUtc = async (one: DuckDBConnection) => void (await one.run("set timezone = 'UTC'"));
  await inUtc(connection);
  const lanes = new Lanes(instance, connection, options.threads, inUtc);
  // Staging is written once and read a few times: choosing a compression costs more than it saves (measured 2.7 ×).
  await connection.run("pragma force_compression = 'uncompressed'");
  // Few rows and many columns: looking for what expressions share takes time that grows with the square of their number.
  if (options.inMemory) await connection.run("set disabled_optimizers = 'common_subexpressions'");
  let place: EnginePlace = { stage: "", table: "" };
  let mapping: { readonly pool: MapPool; readonly reading: DuckDBConnection } | undefined;
  const interrupt = () => {
    lanes.interrupt();
    mapping?.reading.interrupt();
  };
  options.signal.addEventListener("abort", interrupt);

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    options.signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      options.signal.throwIfAborted();
      throw engineError(error, place, options.memory, folder);
    }
  };
  const bound = async (statement: Sql) => {
    const { text, secrets } = render(statement, duckdbQuoting);
    const values = await Promise.all(
      secrets.map(async (ref) => blobValue(await secretBytes(ref, options.material))),
    );
    return { text, values };
  };
  const laneOn = (one: DuckDBConnection): Lane => ({
    execute: (statement) =>
      guarded(async () => {
        const { text, values } = await bound(statement);
        await one.run(text, values);
      }),
    rows: (statement) =>
      guarded(async () => {
        const { text, values } = await bound(statement);
        const reader = await one.runAndReadAll(text, values);
        // getRowObjectsJson yields plain JSON; nested values do not occur in what we ask.
        return reader.getRowObjectsJson() as EngineRow[];
      }),
    columns: (statement) =>
      guarded(async () => {
        const { text, values } = await bound(statement);
        const reader = await one.runAndReadAll(text, values);
        return reader.getColumnsJson() as EngineValue[][];
      }),
  });
  const own = laneOn(connection);

  return {
    at: (next) => {
      place = next;
    },
    ...own,
    together: (jobs) => lanes.run(jobs.map((job) => (one) => job(laneOn(one)))),
    numbers: (statement) =>
      guarded(async () => {
        const { text, values } = await bound(statement);
        return await readNumbers(connection, text, values);
      }),
    writeNumbers: (target, columns, values) =>
      guarded(async () => {
        const { writeNumbers } = await import("./write-numbers.ts");
        await writeNumbers(connection, target, columns, values);
      }),
    eachNumber: (statement, take) =>
      guarded(async () => {
        const { text, values } = await bound(statement);
        await eachNumber(connection, text, values, take);
      }),
    count: async (statement) => Number(Object.values((await own.rows(statement))[0] ?? {})[0] ?? 0),
    load: (table, columns, stream) =>
      guarded(() =>
        throughFifo(folder, stream, async (file) => {
          const source = unsafeText(
            `read_csv(${duckdbQuoting.literal(file)}, auto_detect=false, header=false, delim=',', quote='"', escape='"', ` +
              `nullstr='', allow_quoted_nulls=false, max_line_size=16777216, buffer_size=33554432, columns={${csvColumns(columns)}})`,
          );
          const statement = render(
            sql`create or replace table ${table} as select * from ${source}`,
            duckdbQuoting,
          );
          await connection.run(statement.text);
        }),
      ),
    mapValues: ({ domain, ...job }, query, target) =>
      guarded(async () => {
        const { mapValues } = await import("./map-values.ts");
        mapping ??= { pool: new MapPool(options.threads), reading: await instance.connect() };
        const key = await keyOf(options.material, domain, job.rule);
        const text = render(query, duckdbQuoting).text;
        await mapValues(mapping.reading, connection, mapping.pool, { job, key, query: text, target });
      }),
    withDatabase: async (file, alias, use) => {
      await guarded(() =>
        connection.run(`attach ${duckdbQuoting.literal(file)} as ${duckdbQuoting.name(alias)} (read_only)`),
      );
      try {
        return await use();
      } finally {
        await connection.run(render(sql`detach ${name(alias)}`, duckdbQuoting).text);
      }
    },
    checkpoint: () => guarded(async () => void (await connection.run("checkpoint"))),
    rest: () =>
      guarded(async () => {
        if (options.inMemory) return;
        const limit = (memory: string) =>
          connection.run(`set memory_limit = ${duckdbQuoting.literal(memory)}`);
        try {
          await limit(restingMemory);
        } catch (error) {
          // What cannot leave memory stays in it.
          if (!String(error).includes("Out of Memory")) throw error;
        } finally {
          await limit(options.memory);
        }
      }),
    close: async () => {
      options.signal.removeEventListener("abort", interrupt);
      await mapping?.pool.close();
      mapping?.reading.closeSync();
      lanes.close();
      connection.closeSync();
      instance.closeSync();
      await rm(spill, { recursive: true, force: true });
    },
  };
}
