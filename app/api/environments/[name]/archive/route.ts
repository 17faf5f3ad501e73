import { archiveEnvironment } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const PUT = routeFor(archiveEnvironment);
