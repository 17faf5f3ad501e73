import { listRuns, startRun } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(listRuns, {
  input: ({ states, ...rest }) => ({ ...rest, states: typeof states === "string" ? [states] : states }),
});
export const POST = routeFor(startRun, { status: 201 });
