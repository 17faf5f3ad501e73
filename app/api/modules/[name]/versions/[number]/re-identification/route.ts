import { reIdentify } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(reIdentify, { input: pathInput({ name: "module" }, ["number"]) });
