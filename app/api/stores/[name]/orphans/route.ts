import { findOrphans } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const POST = routeFor(findOrphans);
