import { getEnvironment, updateEnvironment } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(getEnvironment);
export const PATCH = routeFor(updateEnvironment);
