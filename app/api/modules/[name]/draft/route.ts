import { saveDraft } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const PUT = routeFor(saveDraft, { input: pathInput({ name: "module" }) });
