import { proposeMerges, saveMerges } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(proposeMerges, { input: pathInput({ name: "module" }) });
export const PUT = routeFor(saveMerges, { input: pathInput({ name: "module" }) });
