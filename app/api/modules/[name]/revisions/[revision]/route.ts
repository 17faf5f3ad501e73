import { getRevision } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(getRevision, { input: pathInput({ name: "module" }, ["revision"]) });
