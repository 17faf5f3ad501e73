import { listVersions } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(listVersions, { input: pathInput({ name: "module" }) });
