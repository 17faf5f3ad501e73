export { createLog, type Log } from "./create-log.ts";
export { describeError, type ErrorDescription } from "./describe-error.ts";
export { log } from "./process-log.ts";
