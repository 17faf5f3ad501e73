import { connect } from "node:net";
import type mysql from "mysql2";
import type { MysqlConnection } from "./mysql-connection.ts";
import type { NetworkPolicy } from "./policy.ts";
import { resolveHost } from "./resolve-host.ts";

export type MysqlClient = mysql.Connection;

const connectMilliseconds = 10_000;
/** A silent connection is asked by the system whether the other side is there, from then on. */
const keepAliveMilliseconds = 30_000;

/** As for PostgreSQL: `prefer` and `require` encrypt without checking who answers. */
const tlsOf = (config: MysqlConnection): mysql.SslOptions | undefined => {
  if (config.ssl === "disable") return undefined;
  const ca = config.ca === undefined ? {} : { ca: config.ca };
  const isChecked = config.ssl === "verify-full";
  return { ...ca, rejectUnauthorized: isChecked, verifyIdentity: isChecked };
};

const saysNoTls = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === "HANDSHAKE_NO_SSL_SUPPORT";

/**
 * Opens one connection to a resolved and checked address: one statement at a time, no local files, every value as bytes.
 * The driver's errors come out as they are: the caller maps them, without their words.
 */
export async function connectMysql(
  config: MysqlConnection,
  policy: NetworkPolicy,
  options: { readonly applicationName: string },
): Promise<MysqlClient> {
  const { address } = await resolveHost(config.host, policy);
  // Loaded by whoever reads such a source: other processes need not hold it.
  const { default: library } = await import("mysql2");
  const attempt = (ssl: mysql.SslOptions | undefined): Promise<MysqlClient> =>
    new Promise((resolve, reject) => {
      const socket = connect({
        host: address,
        port: config.port,
        keepAlive: true,
        keepAliveInitialDelay: keepAliveMilliseconds,
      });
      const client = library.createConnection({
        // The name that a certificate must carry; the socket goes to the address that was checked.
        host: config.host,
        stream: () => socket,
        database: config.database,
        user: config.user,
        password: config.password,
        ...(ssl === undefined ? {} : { ssl }),
        charset: "utf8mb4",
        connectTimeout: connectMilliseconds,
        multipleStatements: false,
        supportBigNumbers: true,
        bigNumberStrings: true,
        dateStrings: true,
        // Neither files of ours nor plug-ins that a server asks for.
        flags: ["-LOCAL_FILES"],
        connectAttributes: { program_name: options.applicationName.slice(0, 63) },
      });
      // A connection that the server ends while idle reports it here; without a listener the process would end.
      client.on("error", () => undefined);
      const leave = client.destroy.bind(client);
      client.destroy = () => {
        leave();
        // The library waits for the server's goodbye; a server that waits for us to read would keep its query open for an hour.
        // The error is for what still waits for an answer, which would never hear of it.
        socket.destroy(Object.assign(new Error("The connection was ended"), { code: "ECONNABORTED" }));
      };
      const fail = (error: unknown) => {
        client.destroy();
        reject(error);
      };
      client.once("error", fail);
      client.once("connect", () => {
        client.off("error", fail);
        resolve(client);
      });
    });
  return attempt(tlsOf(config)).catch((error: unknown) => {
    if (config.ssl === "prefer" && saysNoTls(error)) return attempt(undefined);
    throw error;
  });
}

/** Runs one statement and answers its rows as objects of texts and numbers. */
export function queryMysql<R>(
  client: MysqlClient,
  sql: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  return new Promise((resolve, reject) => {
    client.query({ sql, values: [...values] }, (error, rows) => {
      if (error) return reject(error);
      // The driver types rows by what it might answer; the caller names the columns it selects.
      resolve(Array.isArray(rows) ? (rows as R[]) : []);
    });
  });
}
