import type { Readable } from "node:stream";
import type { PrepareStatementInfo } from "mysql2";
import type { SourceColumn } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { type MysqlClient, queryMysql, within } from "#lib/network/server";
import type { SampleTarget, SessionOptions } from "../definition.ts";
import type { BareSession } from "../gentle-session.ts";
import { keepingAlive, type Patience } from "../patience.ts";
import { quotedTable } from "../table-names.ts";
import { withParameters } from "../with-parameters.ts";
import { isNullable, type ResultColumn, readingOf } from "./column-types.ts";
import type { MysqlConfig } from "./definition.ts";
import { lineStatement, sendLines } from "./send-lines.ts";
import { type MysqlServer, serverOf } from "./server-of.ts";
import { mysqlError } from "./source-error.ts";

/** How `session` gets its connections. */
export interface MysqlConnections {
  readonly source: string;
  readonly patience: Patience;
  /** The connection that reads; throws where the server has no room for it. */
  connectReader(applicationName: string): Promise<MysqlClient>;
  /** Another one, which stops what the first one does. */
  connect(applicationName: string): Promise<MysqlClient>;
}

/** Rows that a sample looks at: nothing but their order can be skipped without reading all of a table. */
const mostSampledRows = 20_000;

const bare = (script: string): string => script.replace(/(?:\s|;)+$/, "");
const quoted = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

const run = (client: MysqlClient, statement: string): Promise<unknown> => queryMysql(client, statement);

const killMilliseconds = 5000;
/** The connection that was to be killed is not there any more. */
const isGone = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "errno" in error && error.errno === 1094;

/** The longest statement of a session: the two servers name and count it differently. */
export const limitStatements = (client: MysqlClient, isMariadb: boolean, seconds: number): Promise<unknown> =>
  run(
    client,
    isMariadb
      ? `set session max_statement_time = ${seconds}`
      : `set session max_execution_time = ${seconds * 1000}`,
  );

/**
 * Between two questions of a script in Python the connection is asked now and then; the snapshot of a process that is gone without a
 * word is held no longer than this. The limits of an idle transaction are MariaDB's own.
 */
const idleSeconds = 1800;
const idleSettings = (isMariadb: boolean): string =>
  ["wait_timeout", ...(isMariadb ? ["idle_transaction_timeout", "idle_readonly_transaction_timeout"] : [])]
    .map((setting) => `${setting} = ${idleSeconds}`)
    .join(", ");

/** The limits of a session, by what the server is. */
async function beginReading(client: MysqlClient, config: MysqlConfig): Promise<MysqlServer> {
  const server = await serverOf(client);
  const { isMariadb } = server;
  await limitStatements(client, isMariadb, config.statementTimeout);
  await run(
    client,
    `set session time_zone = '+00:00', lock_wait_timeout = ${config.lockTimeout}, innodb_lock_wait_timeout = ${config.lockTimeout},
       net_write_timeout = 3600, ${idleSettings(isMariadb)}, transaction_isolation = 'REPEATABLE-READ'`.replace(
      "transaction_isolation",
      isMariadb ? "tx_isolation" : "transaction_isolation",
    ),
  );
  await run(client, "start transaction with consistent snapshot, read only");
  // A script is written for its server's modes: they stay, and values are put into it as they read it.
  return server;
}

/** The columns of one statement, as the server prepares it: nothing is run, and two statements do not parse as one. */
const prepared = (client: MysqlClient, statement: string): Promise<readonly ResultColumn[]> =>
  new Promise((resolve, reject) => {
    client.prepare(statement, (error, info: PrepareStatementInfo & { columns?: readonly ResultColumn[] }) => {
      if (error) return reject(error);
      const columns = info.columns ?? [];
      info.close();
      resolve(columns);
    });
  });

/**
 * One consistent look at a database through one connection: tables are read one after another. A snapshot is not exported here, and
 * what would make several connections begin at one moment is not gentle: FLUSH TABLES WITH READ LOCK stops every writer and
 * needs RELOAD; equal positions in the binary log prove nothing where changes bypass it. Aborting kills the query from a connection of its own.
 */
export async function openMysqlSession(
  config: MysqlConfig,
  { source, patience, connect, connectReader }: MysqlConnections,
  options: SessionOptions,
): Promise<BareSession> {
  const cancelled = () =>
    options.signal.reason instanceof AppError ? options.signal.reason : new AppError("run-cancelled");
  const failed = (error: unknown, table?: string) =>
    options.signal.aborted
      ? cancelled()
      : mysqlError(error, { source, ...(table === undefined ? {} : { table }) });
  if (options.signal.aborted) throw cancelled();

  const client = await connectReader(options.runName).catch((error: unknown) => {
    throw failed(error);
  });
  /** A question that does no work: a server that does not answer it is given up. */
  const answered = <T>(work: () => Promise<T>): Promise<T> =>
    within(patience.answer, () => client.destroy(), work);
  let server: MysqlServer;
  try {
    server = await answered(() => beginReading(client, config));
  } catch (error) {
    client.destroy();
    throw failed(error);
  }
  const snapshotAt = new Date();
  let isBusy = false;
  let current: Readable | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const onEnd = async (reason?: AppError) => {
    alive.stop();
    // What has been read to its end asks for nothing more.
    const isAsking = isBusy && current?.readableEnded !== true;
    current?.destroy(reason);
    try {
      if (isAsking) {
        const killer = await connect(options.runName);
        // Its query alone would go on where it has not quite begun.
        const kill = () => run(killer, `kill connection ${server.connectionId}`);
        await within(killMilliseconds, () => killer.destroy(), kill).finally(() => killer.destroy());
      }
    } catch (error) {
      // The connection is cut below; the server then ends the query when it next writes to it.
      if (!isGone(error)) options.onUncancelled?.();
    }
    client.destroy();
  };
  let ending: Promise<void> | undefined;
  /** Ends what the server does for this session, once; a server does not see by itself that nobody waits any more. */
  const end = (reason?: AppError): Promise<void> => {
    ending ??= onEnd(reason);
    return ending;
  };
  const abort = () => void end(cancelled());
  options.signal.addEventListener("abort", abort, { once: true });

  /** One after another: the connection takes one question at a time. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(async () => {
      if (options.signal.aborted) throw cancelled();
      isBusy = true;
      return work();
    });
    last = turn
      .catch(() => undefined)
      .finally(() => {
        isBusy = false;
      });
    return turn;
  };

  // The server waits long enough by itself; what lies between it and us may not.
  const alive = keepingAlive(patience.idle, () => {
    if (!isBusy) inTurn(() => answered(() => run(client, "select 1"))).catch(() => undefined);
  });

  const columnsOf = async (table: string, script: string): Promise<readonly ResultColumn[]> => {
    // Bare first: what closes a parenthesis of ours or holds two statements does not parse as one.
    const columns = await prepared(client, bare(script));
    if (columns.length === 0) {
      throw new AppError("source-script-refused", { source, table, detail: "SELECT" }, { place: { table } });
    }
    const names = new Set<string>();
    for (const { name } of columns) {
      if (names.has(name.toLowerCase()))
        throw new AppError("source-column-repeated", { table, column: name }, { place: { table } });
      names.add(name.toLowerCase());
    }
    // Then as it will run, which lets only a reading query stand inside.
    await prepared(client, `select * from (\n${bare(script)}\n) as q`);
    return columns;
  };

  const known = (table: string, script: string) => answered(() => columnsOf(table, script));

  const toSource = (column: ResultColumn, table: string): SourceColumn => {
    const { datatype } = readingOf(column, source, table);
    return { name: column.name, nativeType: datatype, datatype, nullable: isNullable(column) };
  };

  const session: BareSession = {
    snapshotAt,
    hasOneConnection: true,
    describe: (table, script) =>
      inTurn(async () => (await known(table, script)).map((column) => toSource(column, table))).catch(
        (error: unknown) => {
          throw failed(error, table);
        },
      ),

    extract(table, script, { asText = false } = {}) {
      return new Promise((resolve, reject) => {
        inTurn(async () => {
          const columns = await known(table, script);
          const parts = columns.map((column) =>
            readingOf(column, source, table).text(`q.${quoted(column.name)}`, asText),
          );
          const limit =
            options.sample === undefined ? "" : ` limit ${Math.max(0, Math.trunc(options.sample))}`;
          const statement = lineStatement(bare(script), parts, limit);
          const late = () =>
            void end(new AppError("source-interrupted", { source, table }, { place: { table } }));
          const { stream, ...counts } = sendLines(client, statement, (error) => failed(error, table), {
            milliseconds: patience.silence,
            late,
          });
          current = stream;
          // The next table waits until this one has been read, or nobody wants it any more.
          const over = new Promise<void>((end) => stream.once("close", end));
          resolve({
            kind: "csv",
            columns: columns.map((column) => toSource(column, table)),
            stream,
            ...counts,
          });
          await over;
          current = undefined;
          if (!stream.readableEnded) await end();
        }).catch((error: unknown) => reject(failed(error, table)));
      });
    },

    sampleScript: (target: SampleTarget, rows) => {
      const from = "script" in target ? `(\n${bare(target.script)}\n)` : quotedTable(target, "`");
      const some = `select * from (select * from ${from} as \`some rows\` limit ${mostSampledRows}) as \`sampled rows\``;
      return Promise.resolve(`${some} order by rand(1) limit ${rows}`);
    },

    close: async () => {
      options.signal.removeEventListener("abort", abort);
      // A process that ends before it has asked for the end of its query would leave it to the server.
      await end();
    },
  };
  return withParameters(session, "mysql", options.parameters, server.modes);
}
