import { isIP } from "node:net";
import type pg from "pg";
import type { NetworkPolicy } from "./policy.ts";
import { PostgresClient } from "./postgres-client.ts";
import type { PostgresConnection } from "./postgres-connection.ts";
import { resolveHost } from "./resolve-host.ts";
import { within } from "./within.ts";

/** Which database of which server it is, whatever address it is reached by. */
export interface DatabaseIdentity {
  readonly systemIdentifier: string;
  readonly databaseOid: string;
}

const connectMilliseconds = 10_000;
/** A silent connection is asked by the system whether the other side is there, from then on. */
const keepAliveMilliseconds = 30_000;
/** Settings are a question of no work: who does not answer it will answer nothing. */
const settingsMilliseconds = 30_000;

/** TLS settings of each mode. `prefer` and `require` encrypt without checking who answers, as libpq does. */
const tlsOf = (config: PostgresConnection): pg.ClientConfig["ssl"] => {
  if (config.ssl === "disable") return false;
  // The address is pinned, so the name that the certificate must carry is given apart.
  const servername = isIP(config.host) === 0 ? { servername: config.host } : {};
  const ca = config.ca === undefined ? {} : { ca: config.ca };
  return { ...servername, ...ca, rejectUnauthorized: config.ssl === "verify-full" };
};

const saysNoTls = (error: unknown): boolean =>
  error instanceof Error && error.message === "The server does not support SSL connections";

/**
 * Opens one connection to a resolved and checked address. Nothing is taken from the environment. The driver's errors come
 * out as they are: the caller maps them, without their words.
 */
export async function connectPostgres(
  config: PostgresConnection,
  policy: NetworkPolicy,
  options: { readonly applicationName: string; readonly settings?: Readonly<Record<string, string>> },
): Promise<PostgresClient> {
  const { address } = await resolveHost(config.host, policy);
  const attempt = async (ssl: pg.ClientConfig["ssl"]): Promise<PostgresClient> => {
    const client = new PostgresClient({
      host: address,
      port: config.port,
      database: config.database,
      user: config.user,
      password: config.password,
      ssl,
      application_name: options.applicationName.slice(0, 63),
      connectionTimeoutMillis: connectMilliseconds,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMilliseconds,
    });
    // A connection that the server ends while idle reports it here; without a listener the process would end.
    client.on("error", () => undefined);
    try {
      await client.connect();
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return client;
  };
  const client = await attempt(tlsOf(config)).catch((error: unknown) => {
    if (config.ssl === "prefer" && saysNoTls(error)) return attempt(false);
    throw error;
  });
  const settings = Object.entries(options.settings ?? {});
  if (settings.length > 0) {
    const calls = settings.map((_, n) => `set_config($${2 * n + 1}, $${2 * n + 2}, false)`);
    await within(
      settingsMilliseconds,
      () => client.cut(),
      () => client.query(`select ${calls.join(", ")}`, settings.flat()),
    ).catch(async (error: unknown) => {
      await client.end();
      throw error;
    });
  }
  return client;
}

/** Names the database behind a connection; undefined where the server does not tell (some hosted ones). */
export async function databaseIdentity(client: PostgresClient): Promise<DatabaseIdentity | undefined> {
  try {
    const { rows } = await client.query<{ system: string; database: string }>(
      `select (select system_identifier::text from pg_control_system()) as system,
              (select oid::text from pg_database where datname = current_database()) as database`,
    );
    const row = rows[0];
    return row && { systemIdentifier: row.system, databaseOid: row.database };
  } catch {
    return undefined;
  }
}
