import { findObstacle } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(findObstacle, { input: pathInput({ name: "module" }) });
