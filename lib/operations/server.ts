export {
  type BoundPlaces,
  bindPlaces,
  type Drivers,
  databasePorts,
  openQuarantine,
  type RunPorts,
  type RunPortsOptions,
  staleAfterMs,
  versionAddresses,
  WorkerStopping,
} from "./run-ports/index.ts";
