import { createStore, listStores } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(listStores, { input: ({ archived }) => ({ archived: archived === "true" }) });
export const POST = routeFor(createStore, { status: 201 });
