import { getPythonProgress } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(getPythonProgress, { input: pathInput({ id: "preparation" }) });
