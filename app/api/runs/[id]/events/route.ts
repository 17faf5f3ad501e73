import { runEventsRoute } from "#lib/web/server";

export const GET = runEventsRoute;
