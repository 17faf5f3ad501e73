import { previewTable } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const POST = routeFor(previewTable, { input: pathInput({ name: "module" }) });
