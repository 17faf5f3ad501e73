import { withdrawVersion } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(withdrawVersion, { input: pathInput({ name: "module" }, ["number"]) });
