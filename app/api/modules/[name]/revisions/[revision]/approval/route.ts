import { approveRevision } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(approveRevision, { input: pathInput({ name: "module" }, ["revision"]) });
