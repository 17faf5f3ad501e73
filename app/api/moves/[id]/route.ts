import { stopMove } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const DELETE = routeFor(stopMove);
