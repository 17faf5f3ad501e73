import { getPackageLocking, lockPackages } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(getPackageLocking, { input: pathInput({ name: "module" }) });
export const POST = routeFor(lockPackages, { input: pathInput({ name: "module" }) });
