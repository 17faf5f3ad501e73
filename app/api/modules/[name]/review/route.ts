import { getReview, requestReview } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(getReview, { input: pathInput({ name: "module" }, ["revision"]) });
export const POST = routeFor(requestReview, { input: pathInput({ name: "module" }, ["revision"]) });
