import { createEnvironment, listEnvironments } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(listEnvironments, {
  input: ({ archived }) => ({ archived: archived === "true" }),
});
export const POST = routeFor(createEnvironment, { status: 201 });
