import { lookAtQuarantine } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(lookAtQuarantine, { input: pathInput({ id: "run" }) });
