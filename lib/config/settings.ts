import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { parseSize } from "./sizes.ts";

/** What can be set from outside, by environment variables; every one but the database has a default that works. */

const projectFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const size = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const bytes = parseSize(text);
      if (bytes === undefined) {
        context.addIssue({ code: "custom", message: "must be a size such as 512MB or 2GB" });
        return z.NEVER;
      }
      return { text: text.trim().replace(/\s+/, ""), bytes };
    });

const count = (fallback: number, minimum: number, maximum: number) =>
  z
    .string()
    .default(String(fallback))
    .refine(
      (text) => /^\d+$/.test(text) && Number(text) >= minimum && Number(text) <= maximum,
      `must be a whole number from ${minimum} to ${maximum}`,
    )
    .transform(Number);

const flag = (fallback: "0" | "1") =>
  z
    .string()
    .default(fallback)
    .refine((text) => ["0", "1", "true", "false"].includes(text), "must be 0 or 1")
    .transform((text) => text === "1" || text === "true");

const postgresUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
    "must be a postgresql:// address",
  );

const webAddress = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    "must be an http:// or https:// address",
  )
  .transform((text) => new URL(text).origin);

const hostList = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ""),
  );

export const settingsSchema = z.object({
  DATABASE_URL: postgresUrl.optional(),
  ETLX_DATA_DIR: z
    .string()
    .default(path.join(projectFolder, ".data"))
    .transform((folder) => path.resolve(folder)),
  PORT: count(3000, 1, 65_535),
  HOST: z.string().default("127.0.0.1"),
  ETLX_BASE_URL: webAddress.optional(),
  ETLX_ENGINE_MEMORY: size("512MB"),
  ETLX_ENGINE_THREADS: count(Math.min(availableParallelism(), 64), 1, 256),
  ETLX_SOURCE_HOSTS: hostList,
  ETLX_ALERT_HOSTS: hostList,
  ETLX_QUARANTINE_DAYS: count(14, 1, 3650),
  ETLX_QUARANTINE_SIZE: size("1GB"),
  ETLX_UPLOAD_SIZE: size("20GB"),
  ETLX_RETENTION_DAYS: count(90, 1, 36_500),
  ETLX_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  ETLX_SETUP_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  ETLX_DEMO: flag("0"),
  NODE_ENV: z.string().default("development"),
});

export type Settings = z.infer<typeof settingsSchema>;
