import { getStore, updateStore } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(getStore);
export const PATCH = routeFor(updateStore);
