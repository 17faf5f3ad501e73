import { createHash } from "node:crypto";
import { AppError, type Text } from "#lib/kernel";
import { connectMysql, type MysqlClient, queryMysql, within } from "#lib/network/server";
import type { SourceDriverFactory } from "../definition.ts";
import { replicaFacts } from "../gentle-fields.ts";
import { gentleSession } from "../gentle-session.ts";
import { listenersWarning } from "../listeners.ts";
import { askingMilliseconds, askingSeconds, noLongerThan, patienceOf } from "../patience.ts";
import { onReplicaFirst, replicaWarnings } from "../replica.ts";
import { assertHasRoom } from "./assert-has-room.ts";
import type { MysqlConfig } from "./definition.ts";
import { mysqlGrantScript } from "./grant-script.ts";
import { introspectMysql } from "./introspect.ts";
import { type MysqlServer, serverOf } from "./server-of.ts";
import { limitStatements, openMysqlSession } from "./session.ts";
import { mysqlError } from "./source-error.ts";

const sourceName = (config: MysqlConfig): string => `${config.host}:${config.port}/${config.database}`;

/** What a user that only reads would not have. */
const writing = /\b(?:ALL PRIVILEGES|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|TRIGGER|EVENT)\b/i;
const powerful = /\b(?:SUPER|FILE|GRANT OPTION|CREATE USER|SHUTDOWN|PROCESS)\b/i;

function warningsOf(grants: readonly string[], isEncrypted: boolean, config: MysqlConfig): readonly Text[] {
  const warnings: Text[] = [];
  if (grants.some((grant) => powerful.test(grant) || /ALL PRIVILEGES ON \*\.\*/i.test(grant))) {
    warnings.push({
      en: "The user may administer the server or read its files. Make one that can only read: the GRANT script shows how.",
      ru: "Пользователь может управлять сервером или читать его файлы. Создайте пользователя только для чтения: его покажет скрипт GRANT.",
    });
  } else if (grants.some((grant) => writing.test(grant))) {
    warnings.push({
      en: "The user may change tables. Sessions of the product are read-only, but a reading user is safer.",
      ru: "Пользователь может изменять таблицы. Сессии продукта только читают, но пользователь только для чтения надёжнее.",
    });
  }
  return [...warnings, ...listenersWarning(config.host, isEncrypted)];
}

/** Reads MySQL 8 and MariaDB 10.5 and later: read-only transactions that carry the run's name. */
export const mysqlDriver: SourceDriverFactory<MysqlConfig> = (tools) => {
  const connect = (config: MysqlConfig, applicationName: string) =>
    connectMysql(config, tools.network, { applicationName });

  /** A run's reading connection, where the server has room for it. */
  const connectReader = async (config: MysqlConfig, applicationName: string) => {
    const client = await connect(config, applicationName);
    try {
      await within(
        patienceOf(config).answer,
        () => client.destroy(),
        () => assertHasRoom(client, config, sourceName(config)),
      );
      return client;
    } catch (error) {
      client.destroy();
      throw error;
    }
  };

  const asking = async <T>(
    config: MysqlConfig,
    signal: AbortSignal,
    ask: (client: MysqlClient, server: MysqlServer) => Promise<T>,
  ): Promise<T> => {
    let client: MysqlClient | undefined;
    const stop = () => client?.destroy();
    signal.addEventListener("abort", stop, { once: true });
    try {
      if (signal.aborted) throw new AppError("run-cancelled");
      const asked = await connect(config, "etl-express");
      client = asked;
      if (signal.aborted) throw new AppError("run-cancelled");
      const work = async () => {
        const server = await serverOf(asked);
        await limitStatements(asked, server.isMariadb, noLongerThan(config, askingSeconds).statementTimeout);
        return ask(asked, server);
      };
      return await within(askingMilliseconds, () => asked.destroy(), work);
    } catch (error) {
      if (signal.aborted) throw new AppError("run-cancelled");
      throw mysqlError(error, { source: sourceName(config) });
    } finally {
      signal.removeEventListener("abort", stop);
      client?.destroy();
    }
  };

  return {
    describesCheaply: true,
    async test(config, signal) {
      const told = await asking(config, signal, async (client, { title }) => {
        const grants = await queryMysql<Record<string, string>>(client, "show grants");
        const [cipher] = await queryMysql<{ Value: string }>(client, "show session status like 'Ssl_cipher'");
        return {
          server: title,
          warnings: warningsOf(
            grants.flatMap((row) => Object.values(row)),
            (cipher?.Value ?? "") !== "",
            config,
          ),
        };
      });
      const ofReplica = await replicaWarnings(config, (place) =>
        asking(place, signal, (client) => queryMysql(client, "select 1")),
      );
      return { ...told, warnings: [...told.warnings, ...ofReplica] };
    },

    introspect: async (config, signal) => {
      const { result } = await onReplicaFirst(config, (place) => asking(place, signal, introspectMysql));
      return result;
    },

    async open(given, options) {
      const config = noLongerThan(given, options.mostSeconds);
      const { result, replica } = await onReplicaFirst(config, (place) =>
        openMysqlSession(
          place,
          {
            source: sourceName(place),
            patience: patienceOf(place),
            connectReader: (name) => connectReader(place, name),
            connect: (name) => connect(place, name),
          },
          options,
        ),
      );
      const { signal } = options;
      return gentleSession(
        { ...result, ...(replica ? { replica } : {}) },
        { signal, rowsPerSecond: config.rowsPerSecond },
      );
    },

    fingerprint: (config) => {
      const { host, port, database, user, ssl, ca } = config;
      return createHash("sha256")
        .update(
          JSON.stringify(["mysql", host, port, database, user, ssl, ca ?? null, ...replicaFacts(config)]),
        )
        .digest("hex");
    },

    grantScript: mysqlGrantScript,
  };
};
