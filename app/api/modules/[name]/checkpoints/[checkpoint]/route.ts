import { getCheckpoint } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(getCheckpoint, { input: pathInput({ name: "module" }) });
