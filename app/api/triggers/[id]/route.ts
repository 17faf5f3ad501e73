import { removeTrigger } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const DELETE = routeFor(removeTrigger);
