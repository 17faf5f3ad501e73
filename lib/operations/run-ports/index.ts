export { assertMayRead, assertRoleMayRead } from "./assert-may-read.ts";
export { assertEnvironment, assertStoresServe, documentIn, draftIn, obstacleIn } from "./bind-environment.ts";
export { type Binders, type BoundPlaces, bindPlaces, type Drivers } from "./bind-places.ts";
export { databasePorts, type RunPorts, type RunPortsOptions } from "./database-ports.ts";
export { versionAddresses } from "./database-registry.ts";
export { staleAfterMs, WorkerStopping } from "./lease-guard.ts";
export { openQuarantine, type QuarantineLimits } from "./quarantine-files.ts";
export { openScriptOutput } from "./script-outputs.ts";
export { assertAllThere, moduleConfigOf, readVersions } from "./upstream-sources.ts";
