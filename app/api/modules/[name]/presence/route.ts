import { reportPresence } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

/** Takes the JSON of a beacon too: a closed tab says so with `navigator.sendBeacon` and a blob of `application/json`. */
export const POST = routeFor(reportPresence, { input: pathInput({ name: "module" }) });
