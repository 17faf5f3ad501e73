import { restoreRevision } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(restoreRevision, { input: pathInput({ name: "module" }) });
