import { z } from "zod";
import { AppError } from "#lib/kernel";
import { readDatabaseUrl } from "./database-url.ts";
import { postgresConnectionFields } from "./postgres-connection.ts";

/** The fields of a connection to MySQL or MariaDB: structured, so that no driver option (LOCAL INFILE, a socket path) can be slipped in. */
export const mysqlConnectionFields = {
  ...postgresConnectionFields,
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(3306)
    .meta({ label: { en: "Port", ru: "Порт" } }),
  database: z
    .string()
    .min(1)
    .max(64)
    .meta({ label: { en: "Database", ru: "База данных" } }),
  user: z
    .string()
    .min(1)
    .max(128)
    .meta({ label: { en: "User", ru: "Пользователь" } }),
} as const;

export const mysqlConnectionSchema = z.strictObject(mysqlConnectionFields);
export type MysqlConnection = z.infer<typeof mysqlConnectionSchema>;

/** Reads `mysql://user:password@host:port/database` (or `mariadb://`); throws `source-address-invalid`, which never repeats the text. */
export function parseMysqlUrl(url: string): MysqlConnection {
  const fields = readDatabaseUrl(url, {
    protocols: ["mysql", "mariadb"],
    form: "mysql://user@host:port/database",
    encryption: "ssl",
  });
  const result = mysqlConnectionSchema.safeParse(fields);
  if (!result.success) {
    throw new AppError("source-address-invalid", { detail: String(result.error.issues[0]?.path[0] ?? "") });
  }
  return result.data;
}
