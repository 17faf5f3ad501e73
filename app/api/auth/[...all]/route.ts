import { authRoute } from "#lib/web/server";

export const GET = authRoute;
export const POST = authRoute;
