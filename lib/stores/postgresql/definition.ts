import { z } from "zod";
import { databaseDestination, parsePostgresUrl, postgresConnectionFields } from "#lib/network";
import type { StoreDefinition } from "../definition.ts";

export const postgresqlStoreSchema = z.strictObject({
  ...postgresConnectionFields,
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,15}$/)
    .default("etlx")
    .meta({
      label: { en: "Prefix of the runs' schemas", ru: "Префикс схем запусков" },
    }),
  readerUser: z
    .string()
    .min(1)
    .max(63)
    .optional()
    .meta({
      label: { en: "Reading role", ru: "Роль для чтения" },
      help: {
        en: "Gets SELECT on every version; scripts that read versions back use it.",
        ru: "Получает SELECT на каждую версию; ею пользуются скрипты, читающие версии.",
      },
    }),
  readerPassword: z
    .string()
    .optional()
    .meta({ label: { en: "Password of the reading role", ru: "Пароль роли для чтения" }, secret: true }),
  scriptUser: z
    .string()
    .min(1)
    .max(63)
    .optional()
    .meta({
      label: { en: "Role of upload scripts", ru: "Роль скриптов выгрузки" },
      help: {
        en: "Upload scripts run as this role, in a schema of the run's own; elsewhere it writes only where you grant it. Grant the role to the user above: what scripts publish becomes that user's.",
        ru: "Скрипты выгрузки работают под этой ролью, в собственной схеме запуска; в других местах — только там, где вы разрешите. Выдайте эту роль пользователю выше (GRANT): опубликованное скриптами переходит к нему.",
      },
    }),
  scriptPassword: z
    .string()
    .optional()
    .meta({
      label: { en: "Password of the upload scripts' role", ru: "Пароль роли скриптов выгрузки" },
      secret: true,
    }),
});
export type PostgresqlStoreConfig = z.infer<typeof postgresqlStoreSchema>;

/** A store from `postgresql://user:password@host:port/database`. */
export const parsePostgresStore = (url: string): PostgresqlStoreConfig =>
  postgresqlStoreSchema.parse(parsePostgresUrl(url));

export const postgresqlStore: StoreDefinition<"postgresql", PostgresqlStoreConfig> = {
  id: "postgresql",
  title: { en: "PostgreSQL", ru: "PostgreSQL" },
  summary: {
    en: "Typed tables with keys and comments; each version is a schema of views, and one shows the latest.",
    ru: "Типизированные таблицы с ключами и комментариями; каждая версия — схема представлений, ещё одна показывает последнюю.",
  },
  config: postgresqlStoreSchema,
  secretsGoTo: databaseDestination,
  takesCleanUp: true,
};
