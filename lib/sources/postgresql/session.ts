import { finished } from "node:stream";
import { to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import type { SourceColumn } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { type PostgresClient, within } from "#lib/network/server";
import type { SessionOptions } from "../definition.ts";
import type { BareSession } from "../gentle-session.ts";
import type { Patience } from "../patience.ts";
import { canonicalExpression, columnTypeOf } from "./column-types.ts";
import type { PostgresqlConfig } from "./definition.ts";
import { describeStatement, type ResultColumn } from "./describe-statement.ts";
import { guardedCopy } from "./guarded-copy.ts";
import { mergeRows } from "./merge-rows.ts";
import { pageRanges } from "./page-ranges.ts";
import { sampleScript } from "./sample-script.ts";
import { sourceError } from "./source-error.ts";

interface Worker {
  readonly client: PostgresClient;
  isBusy: boolean;
  /** The connection is left in a state that nothing more may be read from. */
  isSpoilt: boolean;
  /** The connection has ended. */
  isGone: boolean;
}

/** How `session` gets its connections. */
export interface SessionConnections {
  readonly source: string;
  readonly patience: Patience;
  /** The first one; throws where the server has no room for a run. */
  connectFirst(applicationName: string): Promise<PostgresClient>;
  connect(applicationName: string): Promise<PostgresClient>;
}

/** What the planner answers, as far as it is read. */
const plannedRowsSchema = z.tuple([z.object({ Plan: z.object({ "Plan Rows": z.number().nonnegative() }) })]);

const beginning = "begin transaction isolation level repeatable read, read only";

/** The script with what may follow its one statement cut off, so that it can stand in parentheses. */
const bare = (script: string): string => script.replace(/(?:\s|;)+$/, "");

/** The script in the statement that gives its columns our own names; a newline keeps a last comment from swallowing the rest. */
const wrapHead = "select * from (\n";
const wrap = (script: string, columns: readonly string[], list: string, limit: string): string =>
  `select ${list} from (\n${bare(script)}\n) as q(${columns.join(", ")})${limit}`;

/**
 * One consistent look at a database: every connection joins the snapshot of the first, in read-only transactions. Aborting
 * cancels at the server and then ends all of them.
 */
export async function openSession(
  config: PostgresqlConfig,
  connections: SessionConnections,
  options: SessionOptions,
): Promise<BareSession> {
  const { source, patience } = connections;
  const workers: Worker[] = [];
  const waiting: (() => void)[] = [];
  let opening = 0;
  let snapshot = "";
  let isClosed = false;

  const cancelled = () =>
    options.signal.reason instanceof AppError ? options.signal.reason : new AppError("run-cancelled");

  /** A question that does no work: a server that does not answer it is given up. */
  const answered = <T>(worker: Worker, work: () => Promise<T>): Promise<T> =>
    within(patience.answer, () => void stop(worker), work);

  let isTold = false;
  const ended = new Set<Promise<void>>();
  /** Ends a connection and what its server does for it. */
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
  const hasRoom = () => workers[0]?.isGone !== true && workers.length + opening < config.maxConnections;

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
  /** A connection that nobody uses, or a new one within the limit; undefined where there is neither. */
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
  const withWorker = async <T>(
    table: string,
    script: string,
    work: (w: Worker) => Promise<T>,
  ): Promise<T> => {
    const worker = await acquire(table);
    try {
      return await answered(worker, () => work(worker));
    } catch (error) {
      if (options.signal.aborted) throw cancelled();
      throw sourceError(error, { source, table, script, offset: wrapHead.length });
    } finally {
      release(worker);
    }
  };

  const endAll = async () => {
    isClosed = true;
    for (const resume of waiting.splice(0)) resume();
    clearInterval(asking);
    for (const worker of workers.splice(0))
      ended.add(worker.isBusy || worker.isSpoilt ? stop(worker) : worker.client.end());
    await Promise.allSettled(ended);
  };

  /** An idle connection is ended by its server, or by what lies between, unless something is asked now and then. */
  const asking = setInterval(() => {
    for (const worker of workers.filter((w) => !w.isBusy && !w.isSpoilt)) {
      worker.isBusy = true;
      void answered(worker, () => worker.client.query("select 1"))
        .catch(() => {
          worker.isSpoilt = true;
        })
        .finally(() => release(worker));
    }
  }, patience.idle);
  asking.unref();

  const first = await openWorker(connections.connectFirst).catch((error: unknown) => {
    clearInterval(asking);
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

  /** Runs in a savepoint, so that a script that is refused does not spoil the transaction for the next table. */
  const tried = async <T>({ client }: Worker, work: () => Promise<T>): Promise<T> => {
    await client.query("savepoint described");
    try {
      return await work();
    } catch (error) {
      await client.query("rollback to savepoint described").catch(() => undefined);
      throw error;
    }
  };

  const notNullColumns = async (
    { client }: Worker,
    columns: readonly ResultColumn[],
  ): Promise<ReadonlySet<string>> => {
    const own = columns.filter((c) => c.tableOid !== 0);
    if (own.length === 0) return new Set();
    const { rows } = await client.query<{ key: string }>(
      `select a.attrelid::text || '/' || a.attnum as key from pg_attribute a
       join unnest($1::oid[], $2::int2[]) as c(relation, num) on a.attrelid = c.relation and a.attnum = c.num
       where a.attnotnull`,
      [own.map((c) => c.tableOid), own.map((c) => c.tableColumn)],
    );
    return new Set(rows.map((row) => row.key));
  };

  const typeNames = async (
    { client }: Worker,
    columns: readonly ResultColumn[],
  ): Promise<readonly string[]> => {
    const { rows } = await client.query<{ name: string }>(
      "select format_type(t.oid, t.modifier) as name from unnest($1::oid[], $2::int4[]) with ordinality as t(oid, modifier, n) order by n",
      [columns.map((c) => c.typeOid), columns.map((c) => c.modifier)],
    );
    return rows.map((row) => row.name);
  };

  const describeIn = (worker: Worker, table: string, script: string): Promise<readonly SourceColumn[]> =>
    tried(worker, async () => {
      // Bare first: what closes a parenthesis of ours or holds two statements does not parse as one.
      const found = await describeStatement(worker.client, script).catch((error: unknown) => {
        throw sourceError(error, { source, table, script });
      });
      if (!found) {
        throw new AppError(
          "source-script-refused",
          { source, table, detail: "SELECT" },
          { place: { table } },
        );
      }
      const names = new Set<string>();
      for (const { name } of found) {
        if (names.has(name))
          throw new AppError("source-column-repeated", { table, column: name }, { place: { table } });
        names.add(name);
      }
      // Then as it will run, which lets only a reading query stand inside.
      await describeStatement(worker.client, `select * from (\n${bare(script)}\n) as q`);
      const notNull = await notNullColumns(worker, found);
      const natives = await typeNames(worker, found);
      return found.map((column, index) => ({
        name: column.name,
        nativeType: natives[index] ?? "",
        datatype: columnTypeOf(column.typeOid, column.modifier),
        nullable: !notNull.has(`${column.tableOid}/${column.tableColumn}`),
      }));
    });

  /** A large table in parts that can be read at once; any other script as it is. */
  const partsOf = async (
    worker: Worker,
    script: string,
    connections: number = config.maxConnections,
  ): Promise<readonly string[]> => {
    if (options.sample !== undefined) return [script];
    return (await tried(worker, () => pageRanges(worker.client, script, connections))) ?? [script];
  };

  return {
    snapshotAt,
    describe: (table, script) => withWorker(table, script, (worker) => describeIn(worker, table, script)),

    estimateRows: (table, script) =>
      withWorker(table, script, async (worker) => {
        // What is no one reading statement must not come into another one of ours.
        await describeIn(worker, table, script);
        return tried(worker, async () => {
          const { rows } = await worker.client.query<{ "QUERY PLAN": unknown }>(
            `explain (format json) select * from (\n${bare(script)}\n) as q`,
          );
          return plannedRowsSchema.parse(rows[0]?.["QUERY PLAN"])[0].Plan["Plan Rows"];
        });
      }),

    async extract(table, script, { asText = false } = {}) {
      const worker = await acquire(table);
      const taken = [worker];
      const reading = new Set<Worker>();
      try {
        const columns = await answered(worker, () => describeIn(worker, table, script));
        const scripts = await answered(worker, () => partsOf(worker, script));
        // Only connections that are free now: nothing waits for a second one.
        for (let extra = scripts.length - 1; extra > 0; extra--) {
          const other = await acquireFree();
          if (other) taken.push(other);
        }
        const parts =
          taken.length === scripts.length
            ? scripts
            : await answered(worker, () => partsOf(worker, script, taken.length));
        const aliases = columns.map((_, index) => `c${index + 1}`);
        const list = columns
          .map((c, i) => canonicalExpression(`q.${aliases[i]}`, c.datatype, asText))
          .join(", ");
        const limit = options.sample === undefined ? "" : ` limit ${Math.max(0, Math.trunc(options.sample))}`;
        const head = `copy (select ${list} from (\n`.length;
        const streams = parts.map((part, index) => {
          const own = taken[index] ?? worker;
          reading.add(own);
          const statement = wrap(part, aliases, list, limit);
          const copy = own.client.query(copyTo(`copy (${statement}) to stdout (format csv)`));
          const failed = (error: unknown) =>
            options.signal.aborted
              ? cancelled()
              : sourceError(error, { source, table, script, offset: head });
          const late = () => void stop(own);
          const { stream, bytesSent } = guardedCopy(copy, failed, { milliseconds: patience.silence, late });
          stream.on("error", () => {
            own.isSpoilt = true;
          });
          finished(copy, (error) => {
            // A copy that was left half-way still fills its connection.
            if (error) own.isSpoilt = true;
            release(own);
          });
          return { stream, bytesSent, rowsSent: () => copy.rowCount };
        });
        for (const idle of taken.filter((one) => !reading.has(one))) release(idle);
        const [only, ...others] = streams;
        const total = (of: (one: (typeof streams)[number]) => number) =>
          streams.reduce((sum, one) => sum + of(one), 0);
        return {
          kind: "csv",
          columns,
          stream: only && others.length === 0 ? only.stream : mergeRows(streams.map(({ stream }) => stream)),
          rowsSent: () => total((one) => one.rowsSent()),
          bytesSent: () => total((one) => one.bytesSent()),
          parts: streams.length,
        };
      } catch (error) {
        for (const idle of taken.filter((one) => !reading.has(one))) release(idle);
        if (options.signal.aborted) throw cancelled();
        throw sourceError(error, { source, table, script, offset: wrapHead.length });
      }
    },

    sampleScript: (target, rows) => {
      const ofScript = "script" in target;
      const [table, script] = ofScript ? ["", target.script] : [target.name, ""];
      return withWorker(table, script, (worker) =>
        tried(worker, () => sampleScript(worker.client, ofScript ? { script: bare(script) } : target, rows)),
      );
    },

    async close() {
      options.signal.removeEventListener("abort", abort);
      // A process that ends before it has asked for the end of its query would leave it to the server.
      await cancelling;
      await endAll();
    },
  };
}
