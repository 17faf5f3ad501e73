import { getDraft, saveDraft } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(getDraft, { input: pathInput({ name: "module" }) });
export const PUT = routeFor(saveDraft, { input: pathInput({ name: "module" }) });
