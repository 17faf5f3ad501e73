import { z } from "zod";
import { databaseDestination, mysqlConnectionFields, parseMysqlUrl } from "#lib/network";
import type { SourceDefinition } from "../definition.ts";
import { gentleFields, replicaFacts } from "../gentle-fields.ts";

const seconds = (most: number) => z.number().int().min(1).max(most);

export const mysqlConfigSchema = z.strictObject({
  ...mysqlConnectionFields,
  statementTimeout: seconds(86_400)
    .default(3600)
    .meta({
      label: { en: "Longest query, seconds", ru: "Предел запроса, секунд" },
      help: {
        en: "A table is one query, however large: only one connection can read the snapshot. Set it by the largest table.",
        ru: "Таблица любого размера — один запрос: снимок читает только одно соединение. Выбирайте по самой большой таблице.",
      },
    }),
  lockTimeout: seconds(3600)
    .default(10)
    .meta({ label: { en: "Longest wait for a lock, seconds", ru: "Предел ожидания блокировки, секунд" } }),
  ...gentleFields,
});
export type MysqlConfig = z.infer<typeof mysqlConfigSchema>;

/** A source from the command line's `mysql://user:password@host:port/database` or `mariadb://…`. */
export const parseMysqlSource = (url: string): MysqlConfig => mysqlConfigSchema.parse(parseMysqlUrl(url));

export const mysqlSource: SourceDefinition<"mysql", MysqlConfig> = {
  id: "mysql",
  title: { en: "MySQL, MariaDB", ru: "MySQL, MariaDB" },
  summary: {
    en: "Tables, views and queries of InnoDB, read one after another through one connection: one consistent snapshot in a read-only transaction.",
    ru: "Таблицы, представления и запросы InnoDB; читаются по очереди через одно соединение: один согласованный снимок в транзакции только для чтения.",
  },
  config: mysqlConfigSchema,
  secretsGoTo: (config) => [...databaseDestination(config), ...replicaFacts(config)],
  languages: ["sql", "python"],
  identifierQuote: "`",
  dialect: "mysql",
  hasRoles: true,
  address: {
    form: "mysql://user@host:port/database",
    schemes: ["mysql", "mariadb"],
    parse: parseMysqlSource,
  },
};
