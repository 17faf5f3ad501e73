import { lookAtScriptOutput } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(lookAtScriptOutput, { input: pathInput({ id: "run", output: "id" }) });
