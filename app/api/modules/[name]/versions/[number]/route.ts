import { getVersion } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(getVersion, { input: pathInput({ name: "module" }) });
