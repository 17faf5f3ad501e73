import { readArtefact } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(readArtefact, { input: pathInput({ name: "module" }) });
