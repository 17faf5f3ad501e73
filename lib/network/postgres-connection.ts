import { z } from "zod";
import { AppError } from "#lib/kernel";
import { readDatabaseUrl } from "./database-url.ts";

/** The fields of a connection to PostgreSQL: structured, so that no driver option (`sslrootcert`, a socket path) can be slipped in. */
export const postgresConnectionFields = {
  host: z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:.]+$/, {
      message: "a host name or an address",
    })
    .max(253)
    .meta({ label: { en: "Host", ru: "Хост" } }),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(5432)
    .meta({ label: { en: "Port", ru: "Порт" } }),
  database: z
    .string()
    .min(1)
    .max(63)
    .meta({ label: { en: "Database", ru: "База данных" } }),
  user: z
    .string()
    .min(1)
    .max(63)
    .meta({ label: { en: "User", ru: "Пользователь" } }),
  password: z
    .string()
    .default("")
    .meta({ label: { en: "Password", ru: "Пароль" }, secret: true }),
  ssl: z
    .enum(["disable", "prefer", "require", "verify-full"])
    .default("prefer")
    .meta({
      label: { en: "Encryption", ru: "Шифрование" },
      help: {
        en: "verify-full also checks the server's certificate and name.",
        ru: "verify-full проверяет также сертификат и имя сервера.",
      },
    }),
  ca: z
    .string()
    .max(200_000)
    .optional()
    .meta({
      label: { en: "Certificate authority (PEM)", ru: "Сертификат удостоверяющего центра (PEM)" },
      multiline: true,
    }),
} as const;

export const postgresConnectionSchema = z.strictObject(postgresConnectionFields);
export type PostgresConnection = z.infer<typeof postgresConnectionSchema>;

/** Where a password goes and how it is kept from listeners, of any database with these fields. */
export const databaseDestination = ({
  host,
  port,
  ssl,
  ca,
}: Pick<PostgresConnection, "host" | "port" | "ssl" | "ca">): readonly unknown[] => [host, port, ssl, ca];

const sslModes = ["disable", "prefer", "require", "verify-full"] as const;

/** Reads `postgresql://user:password@host:port/database?sslmode=…`; throws `source-address-invalid`, which never repeats the text. */
export function parsePostgresUrl(url: string): PostgresConnection {
  const fields = readDatabaseUrl(url, {
    protocols: ["postgresql", "postgres"],
    form: "postgresql://user@host:port/database",
    encryption: "sslmode",
  });
  const fail = (detail: string) => new AppError("source-address-invalid", { detail });
  if (!sslModes.some((mode) => mode === fields.ssl)) throw fail(`sslmode=${sslModes.join("|")}`);
  const result = postgresConnectionSchema.safeParse(fields);
  if (!result.success) throw fail(String(result.error.issues[0]?.path[0] ?? ""));
  return result.data;
}
