import { setRetention } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const PUT = routeFor(setRetention);
