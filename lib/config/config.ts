import { AppError } from "#lib/kernel";
import { type DataFolder, dataFolder } from "./data-folder.ts";
import { type Settings, settingsSchema } from "./settings.ts";

export interface Config {
  /** This product's own PostgreSQL; reading it where none is set throws `setting-missing`. */
  readonly databaseUrl: string;
  readonly data: DataFolder;
  readonly web: { readonly host: string; readonly port: number; readonly baseUrl: string };
  /** Limits of one engine process; `memory` as the engine takes it. */
  readonly engine: { readonly memory: string; readonly memoryBytes: number; readonly threads: number };
  /** Hosts an administrator named: when not empty, sources may be only there. Lower case. */
  readonly sourceHosts: readonly string[];
  /** Private hosts to which alerts may be sent; none where none are named. Lower case. */
  readonly alertHosts: readonly string[];
  /** Of rejected rows; their days are those of what scripts print, too. */
  readonly quarantine: { readonly days: number; readonly maxBytes: number };
  readonly uploads: { readonly maxBytes: number };
  /** Days for which events of runs and abandoned uploads are kept. */
  readonly retentionDays: number;
  readonly logLevel: Settings["ETLX_LOG_LEVEL"];
  /** Lets the first administrator be made from another machine; printed by the start. */
  readonly setupToken: string | undefined;
  /** Demo users and data are wanted; only ever with the embedded database, on loopback. */
  readonly demo: boolean;
  readonly production: boolean;
}

/**
 * Settings out of an environment. An empty variable counts as not set.
 * @throws AppError `setting-invalid` naming the variable, never its value
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError("setting-invalid", {
      setting: String(issue?.path[0] ?? ""),
      detail: issue?.message ?? "",
    });
  }
  const settings = parsed.data;
  return {
    get databaseUrl(): string {
      if (settings.DATABASE_URL === undefined) {
        throw new AppError("setting-missing", { setting: "DATABASE_URL" });
      }
      return settings.DATABASE_URL;
    },
    data: dataFolder(settings.ETLX_DATA_DIR),
    web: {
      host: settings.HOST,
      port: settings.PORT,
      baseUrl: settings.ETLX_BASE_URL ?? `http://${addressHost(settings.HOST)}:${settings.PORT}`,
    },
    engine: {
      memory: settings.ETLX_ENGINE_MEMORY.text,
      memoryBytes: settings.ETLX_ENGINE_MEMORY.bytes,
      threads: settings.ETLX_ENGINE_THREADS,
    },
    sourceHosts: settings.ETLX_SOURCE_HOSTS,
    alertHosts: settings.ETLX_ALERT_HOSTS,
    quarantine: { days: settings.ETLX_QUARANTINE_DAYS, maxBytes: settings.ETLX_QUARANTINE_SIZE.bytes },
    uploads: { maxBytes: settings.ETLX_UPLOAD_SIZE.bytes },
    retentionDays: settings.ETLX_RETENTION_DAYS,
    logLevel: settings.ETLX_LOG_LEVEL,
    setupToken: settings.ETLX_SETUP_TOKEN,
    demo: settings.ETLX_DEMO,
    production: settings.NODE_ENV === "production",
  };
}

/** The host of an address that a browser can open: one that listens everywhere is reached on loopback. */
function addressHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

let read: Config | undefined;

/** The settings of this process, read once. */
export function config(): Config {
  read ??= readConfig(process.env);
  return read;
}
