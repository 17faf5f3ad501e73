import { restoreCheckpoint } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(restoreCheckpoint, { input: pathInput({ name: "module" }) });
