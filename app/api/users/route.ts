import { createUser, listUsers } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(listUsers);
export const POST = routeFor(createUser);
