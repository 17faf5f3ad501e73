import { createModule, listModules } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(listModules, { input: ({ archived }) => ({ archived: archived === "true" }) });
export const POST = routeFor(createModule, { status: 201 });
