import { getPythonSettings, updatePythonSettings } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(getPythonSettings);
export const PUT = routeFor(updatePythonSettings);
