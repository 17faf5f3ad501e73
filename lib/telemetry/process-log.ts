import { config } from "#lib/config/server";
import { createLog, type Log } from "./create-log.ts";

let made: Log | undefined;

/** The log of this process; `process` names it at the first call (`web`, `worker`). */
export function log(process = "app"): Log {
  made ??= createLog({ level: config().logLevel, process });
  return made;
}
