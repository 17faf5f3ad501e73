import { saveRevision } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(saveRevision, { input: pathInput({ name: "module" }) });
