import { createHash } from "node:crypto";
import { AppError, type Text } from "#lib/kernel";
import { parsePostgresUrl } from "#lib/network";
import {
  connectPostgres,
  type DatabaseIdentity,
  databaseIdentity,
  type PostgresClient,
  within,
} from "#lib/network/server";
import type { SourceDriverFactory, SourceTools } from "../definition.ts";
import { replicaFacts } from "../gentle-fields.ts";
import { gentleSession } from "../gentle-session.ts";
import { listenersWarning } from "../listeners.ts";
import { askingMilliseconds, askingSeconds, noLongerThan, patienceOf } from "../patience.ts";
import { onReplicaFirst, replicaWarnings } from "../replica.ts";
import { withParameters } from "../with-parameters.ts";
import { assertHasRoom } from "./assert-has-room.ts";
import type { PostgresqlConfig } from "./definition.ts";
import { grantScript } from "./grant-script.ts";
import { introspectDatabase } from "./introspect.ts";
import { openSession } from "./session.ts";
import { sourceError } from "./source-error.ts";

const sourceName = (config: PostgresqlConfig): string => `${config.host}:${config.port}/${config.database}`;

/** Idle sessions of a killed process hold their snapshot, and with it dead rows, no longer than this. */
const idleMinutes = 30;

/** The server itself notices in the middle of a query that who asked is gone: a killed process says no goodbye. PostgreSQL 14 and later. */
const noticeGone = `
  select set_config(name, '10s', false) from pg_settings where name = 'client_connection_check_interval'`;

const settingsOf = (config: PostgresqlConfig): Readonly<Record<string, string>> => ({
  default_transaction_read_only: "on",
  statement_timeout: `${config.statementTimeout}s`,
  lock_timeout: `${config.lockTimeout}s`,
  idle_in_transaction_session_timeout: `${idleMinutes}min`,
  // The texts of values must not depend on the server's or the role's settings.
  timezone: "UTC",
  datestyle: "ISO, YMD",
  intervalstyle: "iso_8601",
  bytea_output: "hex",
  extra_float_digits: "1",
  // Texts end where those who write a value into a statement say that they end.
  standard_conforming_strings: "on",
  client_encoding: "UTF8",
});

/** Refuses our own database, by what the server says of itself, else by its address. */
async function assertNotOurs(
  client: PostgresClient,
  config: PostgresqlConfig,
  tools: SourceTools,
): Promise<void> {
  if (tools.ourDatabaseUrl === undefined) return;
  const ours = parsePostgresUrl(tools.ourDatabaseUrl);
  const refused = () => new AppError("source-is-our-database");
  const isSameAddress =
    ours.host.toLowerCase() === config.host.toLowerCase() &&
    ours.port === config.port &&
    ours.database === config.database;
  if (isSameAddress) throw refused();
  const theirs = await databaseIdentity(client);
  const own = await ourIdentity(tools.ourDatabaseUrl);
  if (
    theirs &&
    own &&
    theirs.systemIdentifier === own.systemIdentifier &&
    theirs.databaseOid === own.databaseOid
  ) {
    throw refused();
  }
}

const identities = new Map<string, Promise<DatabaseIdentity | undefined>>();

/** The identity of our own database, asked once a process. */
function ourIdentity(url: string): Promise<DatabaseIdentity | undefined> {
  const known = identities.get(url);
  if (known) return known;
  const asking = (async () => {
    const client = await connectPostgres(
      parsePostgresUrl(url),
      { privateHosts: "all" },
      { applicationName: "etl-express" },
    );
    try {
      return await databaseIdentity(client);
    } finally {
      await client.end();
    }
  })().catch(() => {
    identities.delete(url);
    return undefined;
  });
  identities.set(url, asking);
  return asking;
}

interface RoleRow {
  readonly version: string;
  readonly encrypted: boolean | null;
  readonly superuser: boolean;
  readonly creates: boolean;
  readonly writes: string;
}

/** What a role that only reads would not have. */
const roleQuery = `
  select current_setting('server_version') as version,
         (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as encrypted,
         r.rolsuper as superuser, (r.rolcreatedb or r.rolcreaterole or r.rolreplication or r.rolbypassrls) as creates,
         (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
            and has_table_privilege(c.oid, 'insert, update, delete, truncate'))::text as writes
  from pg_roles r where r.rolname = current_user`;

function warningsOf(row: RoleRow, config: PostgresqlConfig): readonly Text[] {
  const warnings: Text[] = [];
  if (row.superuser) {
    warnings.push({
      en: "The role is a superuser. Make one that can only read: the GRANT script shows how.",
      ru: "Роль является суперпользователем. Создайте роль только для чтения: её покажет скрипт GRANT.",
    });
  } else if (row.creates) {
    warnings.push({
      en: "The role may create databases or roles, replicate or bypass row security. It needs to read only.",
      ru: "Роль может создавать базы или роли, реплицировать или обходить защиту строк. Ей достаточно чтения.",
    });
  }
  if (!row.superuser && Number(row.writes) > 0) {
    warnings.push({
      en: `The role may change ${row.writes} tables. Sessions of the product are read-only, but a reading role is safer.`,
      ru: `Роль может изменять таблицы (${row.writes}). Сессии продукта только читают, но роль только для чтения надёжнее.`,
    });
  }
  return [...warnings, ...listenersWarning(config.host, row.encrypted !== false)];
}

/** Reads PostgreSQL 12 and later: read-only sessions that carry the run's name and are gentle on the server. */
export const postgresqlDriver: SourceDriverFactory<PostgresqlConfig> = (tools) => {
  const connect = async (
    config: PostgresqlConfig,
    applicationName: string,
    asksForRoom = false,
  ): Promise<PostgresClient> => {
    const client = await connectPostgres(config, tools.network, {
      applicationName,
      settings: settingsOf(config),
    });
    const prepare = async () => {
      // Some systems cannot look after their clients, and refuse the setting.
      await client.query(noticeGone).catch(() => undefined);
      await assertNotOurs(client, config, tools);
      if (asksForRoom) await assertHasRoom(client, config, sourceName(config));
      return client;
    };
    try {
      return await within(patienceOf(config).answer, () => client.cut(), prepare);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  };

  /** Opens a connection for one short question; aborting ends it. */
  const asking = async <T>(
    config: PostgresqlConfig,
    signal: AbortSignal,
    ask: (client: PostgresClient) => Promise<T>,
  ): Promise<T> => {
    const cancelled = () => new AppError("run-cancelled");
    if (signal.aborted) throw cancelled();
    let client: PostgresClient | undefined;
    const stop = () => {
      void client?.cancel().catch(() => undefined);
      void client?.end().catch(() => undefined);
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      const asked = await connect(noLongerThan(config, askingSeconds), "etl-express");
      client = asked;
      if (signal.aborted) throw cancelled();
      await asked.query("begin transaction read only");
      return await within(
        askingMilliseconds,
        () => asked.cut(),
        () => ask(asked),
      );
    } catch (error) {
      if (signal.aborted) throw cancelled();
      throw sourceError(error, { source: sourceName(config) });
    } finally {
      signal.removeEventListener("abort", stop);
      await client?.end().catch(() => undefined);
    }
  };

  return {
    describesCheaply: true,
    async test(config, signal) {
      const row = await asking(config, signal, async (client) => {
        const { rows } = await client.query<RoleRow>(roleQuery);
        if (!rows[0])
          throw new AppError("source-permission", { source: sourceName(config), what: "pg_roles" });
        return rows[0];
      });
      const ofReplica = await replicaWarnings(config, (place) =>
        asking(place, signal, (client) => client.query("select 1")),
      );
      return {
        server: `PostgreSQL ${row.version}`,
        warnings: [...warningsOf(row, config), ...ofReplica],
      };
    },

    introspect: async (config, signal) => {
      const { result } = await onReplicaFirst(config, (place) =>
        asking(place, signal, (client) => introspectDatabase(client, place.schemas)),
      );
      return result;
    },

    async open(given, options) {
      const config = noLongerThan(given, options.mostSeconds);
      const { result, replica } = await onReplicaFirst(config, (place) =>
        openSession(
          place,
          {
            source: sourceName(place),
            patience: patienceOf(place),
            connectFirst: (name) => connect(place, name, true),
            connect: (name) => connect(place, name),
          },
          options,
        ),
      );
      const { signal } = options;
      const session = withParameters(result, "postgresql", options.parameters);
      return gentleSession(
        { ...session, ...(replica ? { replica } : {}) },
        { signal, rowsPerSecond: config.rowsPerSecond },
      );
    },

    fingerprint: (config) => {
      const { host, port, database, user, ssl, ca, schemas } = config;
      return createHash("sha256")
        .update(
          JSON.stringify([host, port, database, user, ssl, ca ?? null, schemas, ...replicaFacts(config)]),
        )
        .digest("hex");
    },

    grantScript,
  };
};
