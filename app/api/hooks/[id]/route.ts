import { hookRoute } from "#lib/web/server";

export const POST = hookRoute;
