import { finished } from "node:stream";
import { to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import type { SourceColumn } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { SessionOptions } from "../definition.ts";
import type { BareSession } from "../gentle-session.ts";
import { canonicalExpression, columnTypeOf } from "./column-types.ts";
import type { PostgresqlConfig } from "./definition.ts";
import { describeStatement, type ResultColumn } from "./describe-statement.ts";
import { guardedCopy } from "./guarded-copy.ts";
import { mergeRows } from "./merge-rows.ts";
import { pageRanges } from "./page-ranges.ts";
import { sampleScript } from "./sample-script.ts";
import { openSnapshot, type SessionConnections, type Worker } from "./snapshot-connections.ts";
import { sourceError } from "./source-error.ts";

/** What the planner answers, as far as it is read. */
const plannedRowsSchema = z.tuple([z.object({ Plan: z.object({ "Plan Rows": z.number().nonnegative() }) })]);

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
  const snapshot = await openSnapshot(config.maxConnections, connections, options);
  const { cancelled, answered, acquire, acquireFree, release, stop } = snapshot;

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
    snapshotAt: snapshot.snapshotAt,
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

    close: snapshot.close,
  };
}
