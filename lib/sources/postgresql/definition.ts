import { z } from "zod";
import { databaseDestination, parsePostgresUrl, postgresConnectionFields } from "#lib/network";
import type { SourceDefinition } from "../definition.ts";
import { gentleFields, replicaFacts } from "../gentle-fields.ts";

const seconds = (most: number) => z.number().int().min(1).max(most);

export const postgresqlConfigSchema = z.strictObject({
  ...postgresConnectionFields,
  schemas: z
    .array(z.string().min(1).max(63))
    .max(200)
    .default([])
    .meta({
      label: { en: "Schemas", ru: "Схемы" },
      help: {
        en: "Shown in the list of tables; empty: all.",
        ru: "Показываются в списке таблиц; пусто: все.",
      },
    }),
  statementTimeout: seconds(86_400)
    .default(3600)
    .meta({ label: { en: "Longest query, seconds", ru: "Предел запроса, секунд" } }),
  lockTimeout: seconds(3600)
    .default(10)
    .meta({ label: { en: "Longest wait for a lock, seconds", ru: "Предел ожидания блокировки, секунд" } }),
  maxConnections: z
    .number()
    .int()
    .min(1)
    .max(16)
    .default(2)
    .meta({ label: { en: "Most connections of a run", ru: "Предел подключений одного запуска" } }),
  ...gentleFields,
});
export type PostgresqlConfig = z.infer<typeof postgresqlConfigSchema>;

/** A source from the command line's `postgresql://user:password@host:port/database?sslmode=…`. */
export const parsePostgresSource = (url: string): PostgresqlConfig =>
  postgresqlConfigSchema.parse(parsePostgresUrl(url));

export const postgresqlSource: SourceDefinition<"postgresql", PostgresqlConfig> = {
  id: "postgresql",
  title: { en: "PostgreSQL", ru: "PostgreSQL" },
  summary: {
    en: "Tables, views and queries, all read from one consistent snapshot in read-only sessions.",
    ru: "Таблицы, представления и запросы; всё читается из одного согласованного снимка в сессиях только для чтения.",
  },
  config: postgresqlConfigSchema,
  secretsGoTo: (config) => [...databaseDestination(config), ...replicaFacts(config)],
  languages: ["sql", "python"],
  identifierQuote: '"',
  dialect: "postgresql",
  hasRoles: true,
  address: {
    form: "postgresql://user@host:port/database",
    schemes: ["postgresql", "postgres"],
    parse: parsePostgresSource,
  },
};
