import { config } from "#lib/config/server";
import { type OpenServices, openServices } from "#lib/operations/server";
import { log } from "#lib/telemetry/server";

/** Routes and pages are bundled apart and would each open the records; the process keeps one. */
const key = Symbol.for("etlx.web.services");
const keeper: typeof globalThis & { [key]?: Promise<OpenServices> } = globalThis;

/** What this process works with, opened at the first request; a failed opening is tried again by the next. */
export function services(): Promise<OpenServices> {
  keeper[key] ??= openServices(config(), {
    onQueueError: (error) => log("web").warn({ err: error }, "The queue failed in the background"),
  }).catch((error) => {
    keeper[key] = undefined;
    throw error;
  });
  return keeper[key];
}
