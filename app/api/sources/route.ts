import { createSource, listSources } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(listSources, { input: ({ archived }) => ({ archived: archived === "true" }) });
export const POST = routeFor(createSource, { status: 201 });
