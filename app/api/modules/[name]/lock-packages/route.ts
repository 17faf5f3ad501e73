import { lockPackages } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(lockPackages, { input: pathInput({ name: "module" }) });
