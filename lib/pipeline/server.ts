export type {
  Artefacts,
  BoundSource,
  BoundStore,
  Journal,
  Keys,
  Ports,
  PublishCandidate,
  Registry,
  StoredFile,
} from "./ports.ts";
export type { RunLimits, RunOutcome, RunRequest } from "./run-context.ts";
export { cleanUpStores, runPipeline } from "./run-pipeline.ts";
export { versionIdOf } from "./stages/publish.ts";
