import { bindPlace } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

/** The path's `name` is the environment's, so that a body calls what documents say `named`. */
export const PUT = routeFor(bindPlace, { input: pathInput({ name: "environment", named: "name" }) });
