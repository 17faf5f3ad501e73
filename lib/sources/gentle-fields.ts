import { z } from "zod";

/** How a source's administrator keeps a run from weighing on a server: fields that every kind of database has. */
export const gentleFields = {
  rowsPerSecond: z
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .meta({
      label: { en: "Most rows a second", ru: "Предел строк в секунду" },
      help: {
        en: "Of each table; empty: as fast as they come. A slower query runs longer, up to the longest query.",
        ru: "Для каждой таблицы; пусто: без ограничения. Медленный запрос идёт дольше, но не дольше предела запроса.",
      },
    }),
  mostActiveQueries: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({
      label: { en: "Most queries running at the server", ru: "Предел выполняемых на сервере запросов" },
      help: {
        en: "Where it runs as many already, a run waits and asks again, for an hour at most. Empty: 80 % of the connections that the server allows.",
        ru: "Если сервер уже выполняет столько, запуск ждёт и спрашивает снова, не дольше часа. Пусто: 80 % разрешённых на сервере подключений.",
      },
    }),
  replicaHost: z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:.]+$/, {
      message: "a host name or an address",
    })
    .max(253)
    .optional()
    .meta({
      label: { en: "Host of a replica", ru: "Хост реплики" },
      help: {
        en: "Read in place of the host above, which is read only while the replica does not answer.",
        ru: "Читается вместо хоста, указанного выше; тот читается, только пока реплика не отвечает.",
      },
    }),
  replicaPort: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .meta({
      label: { en: "Port of the replica", ru: "Порт реплики" },
      help: { en: "Empty: the port above.", ru: "Пусто: порт, указанный выше." },
    }),
} as const;

/** What `gentleFields` add to a configuration. */
export interface GentleConfig {
  readonly host: string;
  readonly port: number;
  readonly rowsPerSecond?: number | undefined;
  readonly mostActiveQueries?: number | undefined;
  readonly replicaHost?: string | undefined;
  readonly replicaPort?: number | undefined;
}

/** What of them says where data comes from; nothing where there is no replica, so that earlier approvals stay valid. */
export const replicaFacts = ({ port, replicaHost, replicaPort }: GentleConfig): readonly unknown[] =>
  replicaHost === undefined ? [] : [["replica", replicaHost, replicaPort ?? port]];
