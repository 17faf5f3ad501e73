import { listCheckpoints, saveCheckpoint } from "#lib/operations/server";
import { pathInput, routeFor } from "#lib/web/server";

export const GET = routeFor(listCheckpoints, { input: pathInput({ name: "module" }) });
/** The path's `name` is the module's, so that a body calls the checkpoint's name `checkpoint`. */
export const POST = routeFor(saveCheckpoint, {
  input: pathInput({ name: "module", checkpoint: "name" }),
  status: 201,
});
