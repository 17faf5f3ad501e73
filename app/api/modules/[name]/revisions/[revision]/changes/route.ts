import { requestChanges } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(requestChanges, { input: pathInput({ name: "module" }, ["revision"]) });
