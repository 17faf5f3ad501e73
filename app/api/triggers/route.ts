import { listSchedules } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(listSchedules);
