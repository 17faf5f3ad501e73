import { getSource, updateSource } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(getSource);
export const PATCH = routeFor(updateSource);
