import { keepVersion } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const PUT = routeFor(keepVersion, { input: pathInput({ name: "module" }, ["number"]) });
