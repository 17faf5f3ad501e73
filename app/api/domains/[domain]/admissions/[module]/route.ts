import { admitModule, dismissModule } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const PUT = routeFor(admitModule);
export const DELETE = routeFor(dismissModule);
