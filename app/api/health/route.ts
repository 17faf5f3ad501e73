import { healthRoute } from "#lib/web/server";

export const dynamic = "force-dynamic";
export const GET = healthRoute;
