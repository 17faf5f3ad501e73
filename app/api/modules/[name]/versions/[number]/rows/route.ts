import { readVersionRows } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(readVersionRows, { input: pathInput({ name: "module" }) });
