import { getSetUpState, setUp } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(getSetUpState);
export const POST = routeFor(setUp);
