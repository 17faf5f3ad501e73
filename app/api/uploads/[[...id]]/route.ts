import { listUploads } from "#lib/operations/server";
import { routeFor, uploadsRoute } from "#lib/web/server";

export const GET = routeFor(listUploads, { input: () => ({}) });
export const POST = uploadsRoute;
export const HEAD = uploadsRoute;
export const PATCH = uploadsRoute;
export const DELETE = uploadsRoute;
export const OPTIONS = uploadsRoute;
