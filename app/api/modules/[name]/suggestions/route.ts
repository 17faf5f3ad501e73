import { suggestClasses } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(suggestClasses, { input: pathInput({ name: "module" }) });
