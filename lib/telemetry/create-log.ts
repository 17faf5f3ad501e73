import { type DestinationStream, type Logger, pino } from "pino";
import { describeError } from "./describe-error.ts";

/** `log.child({ run })` carries fields along. Fields hold names, counts and durations, never values of the data. */
export type Log = Logger;

/** Fields that no log line shows, wherever a caller put them, up to two levels deep. */
const hidden = [
  "password",
  "secret",
  "secrets",
  "token",
  "authorization",
  "cookie",
  "key",
  "url",
  "connectionString",
  "databaseUrl",
  "row",
  "value",
  "values",
  "sql",
  "statement",
  "query",
  "detail",
];

export interface LogOptions {
  readonly level: string;
  readonly process: string;
  /** Standard output where not given. */
  readonly destination?: DestinationStream;
}

/** A logger that writes JSON lines and lets no message of a driver or engine through. */
export function createLog(options: LogOptions): Log {
  return pino(
    {
      level: options.level,
      base: { process: options.process },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: hidden.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: "[hidden]",
      },
      // Replaces pino's own, which show the message; these also see what is bound to a child.
      serializers: { err: asDescription, error: asDescription, cause: asDescription, reason: asDescription },
      formatters: {
        level: (label) => ({ level: label }),
        log: withoutErrors,
      },
      hooks: {
        // pino takes the message of an error as the line's own where none is given.
        logMethod(args, method) {
          const [first, ...rest] = args;
          const fields: unknown = first;
          if (fields instanceof Error) {
            const text = typeof rest[0] === "string" ? rest[0] : describeError(fields).type;
            return method.apply(this, [{ err: describeError(fields) }, text]);
          }
          if (typeof fields === "object" && fields !== null) {
            const safe = withoutErrors(Object.fromEntries(Object.entries(fields)));
            return method.apply(this, [safe, ...(typeof rest[0] === "string" ? rest : [""])]);
          }
          return method.apply(this, args);
        },
      },
    },
    options.destination ?? pino.destination({ dest: 1, sync: true }),
  );
}

function asDescription(value: unknown): unknown {
  return value instanceof Error ? describeError(value) : value;
}

function withoutErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, asDescription(value)]));
}
