import { listTriggers, saveTrigger } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

// A trigger has a name of its own, in the body; the path names the module.
const input = ({ name, trigger, ...rest }: Readonly<Record<string, unknown>>) => ({
  ...rest,
  ...(trigger === undefined ? {} : { name: trigger }),
  module: name,
});

export const GET = routeFor(listTriggers, { input });
export const POST = routeFor(saveTrigger, { input, status: 201 });
